import { assert, assertEquals } from "@std/assert";
import { METHODS } from "../../nas/search/method.ts";
import { namedSpace } from "../../nas/space/named_space.ts";
import { edgesOf } from "../../nas/space/edges_of.ts";
import { stem } from "../../nas/stems/cifar.ts";
import type { SearchFacts } from "./facts.ts";
import { supernetMemory } from "./supernet_memory.ts";

const { name: method, ...composition } = METHODS.darts;

function searchIn(
  name: string,
  sizes: { channels: number; cells: number; size: number },
): SearchFacts {
  const space = namedSpace(name);
  const { size, ...network } = sizes;
  return {
    method,
    composition,
    space,
    candidates: edgesOf(space)[0]?.length ?? 0,
    ...network,
    stem: { stem },
    data: { dataset: "noise", layout: "square", size },
  };
}

const SMALL = { channels: 8, cells: 4, size: 16 };
const PAPER = { channels: 16, cells: 8, size: 32 };

/** Peak resident memory in MiB of stages with two threads, November 2026; the declaration said 700 + 20 a batch. */
const MEASURED = [
  ["hessian", "s3", SMALL, 32, 763],
  ["landscape", "s3", SMALL, 32, 561],
  ["discretise", "s3", SMALL, 32, 514],
  ["hessian", "darts", PAPER, 8, 2341],
  ["hessian", "darts", PAPER, 32, 3973],
  ["landscape", "darts", PAPER, 8, 1040],
  ["discretise", "darts", PAPER, 8, 652],
] as const;

Deno.test("the memory of stages that measure a supernet is at least what was measured, and not a quarter more", () => {
  for (const [stage, space, sizes, batch, peak] of MEASURED) {
    const { memory } = supernetMemory(searchIn(space, sizes), stage, batch)!;
    assert(
      memory >= peak && memory <= 1.25 * peak,
      `${stage} in ${space}: ${memory} MiB, measured ${peak}`,
    );
  }
});

Deno.test("the memory follows the images, and is not known without them", () => {
  const known = searchIn("s3", SMALL);
  const { data: _, ...unknown } = known;
  assertEquals(supernetMemory(undefined, "hessian", 8), undefined);
  assertEquals(supernetMemory(unknown, "hessian", 8), undefined);
  assertEquals(
    supernetMemory(searchIn("nasbench1shot1-1", SMALL), "hessian", 8),
    undefined,
  );
  const larger = searchIn("s3", { ...SMALL, size: 32 });
  const [one, other] = [known, larger].map((search) =>
    supernetMemory(search, "hessian", 512)!.memory
  );
  assert(other! > 2 * one!, `${other} ${one}`);
});
