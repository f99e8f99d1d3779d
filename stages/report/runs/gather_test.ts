import { assertEquals, assertRejects } from "@std/assert";
import { reportFolder } from "../../../test/support/stages/report_context.ts";
import {
  benchmarkFixture,
  reportFixture,
} from "../../../test/support/stages/report_fixture.ts";
import { gather } from "./gather.ts";

Deno.test("gather() reads every input with its coordinates", async () => {
  const { searches, ...others } = reportFixture([3]);
  const same = (value: unknown) =>
    searches!.map(({ point }) => ({ point, value }));
  await using folder = await reportFolder({
    searches: searches!,
    ...others,
    benchmarks: benchmarkFixture([3]),
    counts: same({
      stem: "cifar",
      channels: 4,
      cells: 3,
      classes: 10,
      size: 32,
      auxiliary: false,
      parameters: 1000,
      macs: 2000,
      convolutionMacs: 1500,
      linearMacs: 500,
    }),
    perplexities: same({
      test: { perplexity: 60, loss: 4.09, tokens: 100 },
      valid: { perplexity: 62, loss: 4.13, tokens: 100 },
      parameters: 1000,
      dataset: "a text",
      genotype: { recurrent: [["tanh", 0]], concat: [1] },
    }),
    selections: same({ chosen: { seed: 3 }, python: "", candidates: [] }),
  });
  const gathered = await gather(folder.context);
  for (const [kind, artifacts] of Object.entries(gathered)) {
    assertEquals(
      artifacts.map(({ point }) => point),
      ["darts", "sdarts-adv", "sdarts-rs"].map((method) => ({
        method,
        seed: 3,
      })),
      kind,
    );
  }
  assertEquals(gathered.mixture[0]!.value.length, 9);
});

Deno.test("gather() takes inputs that are not wired as empty", async () => {
  const { searches } = reportFixture([0]);
  await using folder = await reportFolder({ searches: searches! });
  const { search, hessian } = await gather(folder.context);
  assertEquals([search.length, hessian.length], [3, 0]);
});

Deno.test("gather() refuses a genotype with what is no operation", async () => {
  const files = structuredClone(reportFixture([0])) as ReturnType<
    typeof reportFixture
  >;
  const { genotype } = files["genotypes"]![0]!.value as {
    genotype: { normal: [string, number][] };
  };
  genotype.normal[0]![0] = "none";
  await using folder = await reportFolder(files);
  await assertRejects(
    () => gather(folder.context),
    TypeError,
    "none passes nothing on",
  );
});
