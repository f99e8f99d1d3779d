import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type ToyProject,
  toyProject,
} from "../../../test/support/pipeline/toy_project.ts";

const STAGE_URL = JSON.stringify(import.meta.resolve("../../stage.ts"));

/** A stage that fills memory, lets it go and says how long it slept. */
function hungry(mib: number, resources: string): string {
  return `import { z } from "zod";
import { defineStage } from ${STAGE_URL};
export default defineStage({
  name: "hungry",
  description: "needs memory for a moment",
  params: z.strictObject({}),
  inputs: {},
  outputs: { done: { kind: "done", path: "done" } },
  resources: () => (${resources}),
  run: async ({ output, measure }) => {
    await Deno.writeFile(output("done"), new Uint8Array(${mib} * 2 ** 20).fill(1).subarray(0, 1));
    measure("slept", 0.25);
    // The kernel is asked every second from outside.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    measure("slept", 0.5);
  },
});
`;
}

const PIPELINE = "name: a\nstages:\n  big: { use: hungry }\n";

function lastLine(project: ToyProject) {
  return JSON.parse(
    project.read(".sdarts/journal.jsonl").trim().split("\n").at(-1)!,
  );
}

Deno.test({
  name:
    "the journal has the peak memory of a stage and what it measured, and a run says when that is more than it asked for",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using project = toyProject(PIPELINE);
    project.write(
      "stages/hungry/stage.ts",
      hungry(700, "{ cpus: 1, memory: 600 }"),
    );
    const { code, out } = await project.run("run", "a.yaml");
    assertEquals(code, 0);
    const { measures, status } = lastLine(project);
    assertEquals([status, measures.slept], ["done", 0.5]);
    assert(measures.peakMiB > 700 && measures.peakMiB < 1400, measures.peakMiB);
    assertMatch(
      out,
      /big: It used \d+ MiB but declares 600 MiB: /,
    );
    assertMatch((await project.run("log", "big")).out, /^slept: 0\.5$/m);

    project.write(
      "stages/hungry/stage.ts",
      hungry(700, "{ cpus: 1, memory: 1400 }"),
    );
    assertEquals(
      (await project.run("run", "a.yaml")).out.includes("but"),
      false,
    );
    assertEquals(lastLine(project).status, "done");
  },
});

Deno.test("the journal has no memory of a command, whose processes it does not see", async () => {
  await using project = toyProject(
    "name: a\nstages:\n  one: { use: command, run: [touch, o], outputs: { o: o } }\n",
  );
  assertEquals((await project.run("run", "a.yaml")).code, 0);
  assertEquals(lastLine(project).measures, undefined);
});
