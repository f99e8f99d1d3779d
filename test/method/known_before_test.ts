// What contradicts the data is refused before anything is downloaded: at its place in the pipeline file.
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { loadPipeline } from "../../pipeline/definition/graph/load_pipeline.ts";
import { PipelineError } from "../../pipeline/base/pipeline_error.ts";
import { ROOT } from "../support/root.ts";
import {
  CONTRADICTIONS,
  FITTING,
  pipeline,
} from "../support/stages/contradictions.ts";

/** Loads a pipeline file as every command does. */
async function load(text: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "a.yaml");
    await Deno.writeTextFile(file, text);
    await loadPipeline(file, { folders: [`${ROOT}/stages`] });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Complaints of a pipeline file, without its name. */
async function complaints(text: string): Promise<string[]> {
  const error = await assertRejects(() => load(text), PipelineError);
  assertEquals(error.kind, "usage");
  return error.message.split("\n").map((line) =>
    line.replace(/^.*a\.yaml:/, "")
  );
}

Deno.test("data, networks and stages that fit each other are planned", async () => {
  for (const parts of FITTING) await load(pipeline(parts));
});

for (const [name, parts, ...expected] of CONTRADICTIONS) {
  Deno.test(`refused before anything runs: ${name}`, async () => {
    assertEquals(await complaints(pipeline(parts)), expected);
  });
}
