// A wrong augmentation is refused with its place when the pipeline file is read.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { PipelineError } from "../../pipeline/base/pipeline_error.ts";
import { loadPipeline } from "../../pipeline/definition/graph/load_pipeline.ts";
import { ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

const MODULE = 'export const augmentation = { name: "noise", values() {} };';

/** Every stage that trains, on square images. */
const pipeline = (
  { search = "[crop, ./noise.ts]", retrain = "[./noise.ts, cutout]" } = {},
) => `
name: own
stages:
  files: { use: download, with: { dataset: cifar10 } }
  images: { use: split, needs: { files: files } }
  search: { use: search, needs: { data: images }, with: { space: s2, method: darts, augmentation: ${search} } }
  project: { use: project, needs: { data: images, search: search }, with: { augmentation: ./noise.ts } }
  network: { use: retrain, needs: { data: images, genotype: project }, with: { augmentation: ${retrain} } }
`;

/** First line with which a pipeline file is refused, from its line on. */
async function refusal(yaml: string, module = MODULE): Promise<string> {
  using folder = tempFolder();
  const file = join(folder.path, "a.yaml");
  // A module is loaded once a path, and it has no other here.
  await Deno.writeTextFile(file, yaml);
  await Deno.writeTextFile(join(folder.path, "noise.ts"), module);
  await Deno.writeTextFile(join(folder.path, "again.ts"), MODULE);
  const error = await assertRejects(
    () => loadPipeline(file, { folders: [`${ROOT}/stages`] }),
    PipelineError,
  );
  assertEquals(error.kind, "usage");
  return error.message.split("\n", 1)[0]!.replace(/^.*a\.yaml:/, "");
}

Deno.test("a module that is no augmentation is refused at its place in the list", async () => {
  assertEquals(
    await refusal(pipeline(), MODULE.replace("values", "changes")),
    '6:106: Expected `augmentation` of ./noise.ts to have a function region, pixels, place or values but found ["changes"]',
  );
  assertEquals(
    await refusal(pipeline(), MODULE.replace("noise", "flip")),
    "6:106: Expected `augmentation` of ./noise.ts to have a name of its own but found flip, a built-in one",
  );
  assertEquals(
    await refusal(pipeline({ search: "[crop, ./other.ts]" })),
    "6:106: Expected augmentation to be the path of a module but found ./other.ts, which does not exist",
  );
  assertStringIncludes(
    await refusal(pipeline({ search: "[crop, flop]" })),
    "crop, flip, cutout, jitter or a path",
  );
});

Deno.test("an augmentation that the images do not allow is refused", async () => {
  assertEquals(
    await refusal(
      pipeline(),
      MODULE.replace("values", 'layout: "free", values'),
    ),
    "6:99: Expected images that keep their aspect for the augmentation noise but found those of cifar10, which are stored square",
  );
  assertEquals(
    await refusal(pipeline({ retrain: "[jitter]" })),
    "8:94: Expected images that keep their aspect for the augmentation jitter but found those of cifar10, which are stored square",
  );
});

Deno.test("a list that contradicts itself or other parameters is refused", async () => {
  assertEquals(
    await refusal(pipeline({ retrain: "[cutout, cutout]" })),
    "8:94: Expected each augmentation once but found cutout twice",
  );
  assertEquals(
    await refusal(pipeline({ retrain: "[./again.ts, ./noise.ts]" })),
    "8:94: Expected augmentations of different names but found noise twice",
  );
  assertEquals(
    await refusal(pipeline({ retrain: "cutout, cutout: 0" })),
    "8:94: The augmentation cutout needs the parameter cutout, the side of its hole",
  );
  assertEquals(
    await refusal(pipeline({ retrain: "[crop], crop: false" })),
    "8:108: Expected no crop beside augmentation, which lists all changes, but found false",
  );
});
