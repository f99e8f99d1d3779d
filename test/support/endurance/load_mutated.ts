// Loads mutated pipeline files.
import { assertEquals } from "@std/assert";
import { PipelineError } from "../../../pipeline/base/pipeline_error.ts";
import { loadPipeline } from "../../../pipeline/definition/graph/load_pipeline.ts";
import { FULL_FILE, mutate } from "../pipeline/mutated_file.ts";
import { toyProject } from "../pipeline/toy_project.ts";

/**
 * Loads mutated files: each works, or every line of its error has a place.
 *
 * @param from First seed.
 * @param count Number of files.
 * @returns How many were refused.
 */
export async function loadMutated(
  from: number,
  count: number,
): Promise<number> {
  await using project = toyProject(FULL_FILE);
  const file = `${project.folder}/a.yaml`;
  const options = { folders: [`${project.folder}/stages`] };
  await loadPipeline(file, options);
  let refused = 0;
  for (let seed = from; seed < from + count; seed++) {
    const text = mutate(FULL_FILE, seed);
    project.write("a.yaml", text);
    try {
      await loadPipeline(file, {
        ...options,
        ...(seed % 3 === 0 ? { profile: "ci" } : {}),
        ...(seed % 5 === 0
          ? { set: ["matrix.seed=[2,3]", "num.value=7"] }
          : {}),
      });
    } catch (error) {
      refused++;
      const lines = error instanceof PipelineError && error.kind === "usage"
        ? error.message.split("\n")
        : [`${error}`];
      const bad = lines.filter((line) =>
        !/:\d+:\d+: .+/.test(line.replace(file, "")) &&
        !line.startsWith("--set ") && !line.includes("Expected --set")
      );
      assertEquals(bad, [], `seed ${seed}: ${JSON.stringify(text)}`);
    }
  }
  return refused;
}
