import { assertEquals } from "@std/assert";
import {
  FULL_FILE,
  mutate,
} from "../../../test/support/pipeline/mutated_file.ts";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { loadPipeline } from "./load_pipeline.ts";

Deno.test("loadPipeline() of 10,000 mutated files works or says in lines with places what is wrong", async () => {
  await using project = toyProject(FULL_FILE);
  const file = `${project.folder}/a.yaml`;
  const options = { folders: [`${project.folder}/stages`] };
  await loadPipeline(file, options);
  for (let seed = 0; seed < 10_000; seed++) {
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
});
