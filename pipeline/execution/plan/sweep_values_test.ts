import { assertRejects } from "@std/assert";
import { fillCache } from "../../../test/support/pipeline/fill_cache.ts";
import { toyProject } from "../../../test/support/pipeline/toy_project.ts";
import { ROOT } from "../../../test/support/root.ts";
import { findProject, openPipeline } from "./project.ts";

Deno.test("a sweep by a number that no result has is refused at its place in the file", async () => {
  await using toy = toyProject(`name: sweep
matrix: { value: { range: [1, 2] } }
tune:
  by: number.number.score
  better: higher
  sampler: random
  trials: 2
stages:
  number: { use: number, with: { value: $value } }
`);
  const file = `${toy.folder}/a.yaml`;
  const project = findProject({ program: ROOT, project: toy.folder });
  await fillCache(file, project);
  await assertRejects(
    () => openPipeline({ file }, project),
    Error,
    `${file}:4:7: Expected the number score of by: number.number.score in output number but found no number`,
  );
});
