import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { toyProject } from "../../../../test/support/pipeline/toy_project.ts";

const summary = (top: unknown, seeds = [0, 1]) =>
  JSON.stringify({
    rows: seeds.map((seed) => ({
      group: "DARTS",
      point: { method: "darts", seed },
      method: "darts",
      seed,
      top: seed === 0 ? top : 0.17,
      note: null,
    })),
  }).replaceAll('"NaN"', "NaN");

Deno.test("regress passes on its own baseline, and fails on a changed metric, NaN or a missing run", async () => {
  await using project = toyProject("");
  const run = (...args: string[]) => project.run("regress", ...args);
  const none = await run();
  assertEquals(none.code, 2);
  assertStringIncludes(none.err, "No gates in results/baselines");
  project.write("results/toy/summary.json", summary(0.16));
  const file = "results/baselines/toy.yaml";
  assertEquals((await run(file, "--update")).code, 2);
  assertEquals((await run(file, "--update", "--reason", "first")).code, 0);
  assertMatch(project.read(file), /metric: "top"[\s\S]*reference: 0.165/);
  const green = await run();
  assertEquals(green.code, 0, green.out + green.err);
  assertMatch(
    green.out,
    /pass +top of method=darts 0.165 .*1 passed, 0 failed/s,
  );
  for (
    const [text, found] of [
      [
        summary(0.3),
        /fail +top of method=darts .*found 0.235, off by 0.07 .*toy.yaml:\d+/,
      ],
      [summary("NaN"), /no finite number/],
      [summary(0.16, [0]), /found 1 of 2 runs/],
    ] as const
  ) {
    project.write("results/toy/summary.json", text);
    const red = await run();
    assertEquals(red.code, 1);
    assertMatch(red.out, found);
  }
  await Deno.remove(`${project.folder}/results/toy/summary.json`);
  const missing = await run("--format", "junit", "--output", "junit.xml");
  assertEquals(missing.code, 1);
  assertStringIncludes(missing.out, "found 0 of 2 runs");
  assertStringIncludes(project.read("junit.xml"), 'failures="1"');
});

Deno.test("a figure from memory is shown and never fails", async () => {
  await using project = toyProject("");
  project.write("results/toy/summary.json", summary(0.16));
  project.write(
    "results/paper.yaml",
    "gates:\n  - { metric: top, where: { method: darts }, reference: 0.01, seen: false, source: somewhere }\n  - { metric: other, where: { dataset: x }, reference: 1, optional: true }\n",
  );
  const { code, out, err } = await project.run("regress");
  assertEquals(code, 0, out + err);
  assertMatch(out, /differs top of method=darts/);
  assertMatch(out, /absent +other of dataset=x/);
});
