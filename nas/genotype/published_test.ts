import { assertEquals, assertThrows } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import type { Genotype } from "./genotype.ts";
import { PUBLISHED_NAMES, publishedGenotype } from "./published.ts";
import { firstEdge, searchSpace } from "../space/edge_space.ts";

const all = PUBLISHED_NAMES.map(publishedGenotype);

Deno.test("publishedGenotype() holds every genotype of the published code", () => {
  const { genotypes } = readGolden<{ genotypes: Record<string, Genotype> }>(
    "published_genotypes",
  );
  assertEquals(
    Object.fromEntries(
      all.map(({ reference, genotype }) => [reference, genotype]),
    ),
    genotypes,
  );
  assertEquals(all.length, 40);
});

Deno.test("publishedGenotype() names follow method, data set and space", () => {
  const methods: Record<string, string> = {
    "sdarts-rs": "random",
    "sdarts-adv": "pgd",
    pcdarts: "pcdarts",
  };
  for (const { name, reference, space } of all) {
    const parts = /^(.+)-(c10|c100|svhn)-(s[1-5])$/.exec(name);
    if (parts === null) {
      assertEquals(name.replace("darts-v", "DARTS_V"), reference);
      continue;
    }
    const [, method, data, published] = parts;
    assertEquals(reference, `${data}_${published}_${methods[method!]}`);
    assertEquals(space as string, published === "s5" ? "darts" : published);
  }
});

Deno.test("publishedGenotype() uses only operations that its space offers on that edge", () => {
  for (const { name, space, genotype } of all) {
    for (const kind of ["normal", "reduce"] as const) {
      genotype[kind].forEach(([operation, source], index) => {
        const offered = searchSpace(
          space,
        )[kind][firstEdge(Math.floor(index / 2)) + source]!;
        assertEquals(
          offered.includes(operation),
          true,
          `${name} ${kind} ${index}: ${operation}`,
        );
      });
    }
  }
});

Deno.test("publishedGenotype() helps with a wrong name", () => {
  assertThrows(
    () => publishedGenotype("sdarts-adv-c10-s6"),
    RangeError,
    "Expected the name of a published genotype but found sdarts-adv-c10-s6 (did you mean sdarts-adv-c10-s",
  );
  assertThrows(
    () => publishedGenotype("toString"),
    RangeError,
    "but found toString",
  );
});
