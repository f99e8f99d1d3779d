// Rules of evaluation: no stage but `evaluate` can be granted a test image.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";

const STAGES = ["search", "retrain", "hessian", "validate"];

const stagePath = (folder: string) =>
  relative(
    folder,
    fileURLToPath(
      new URL("../support/data/tiny_dataset_stage.ts", import.meta.url),
    ),
  );

Deno.test("test images cannot be wired into anything but an evaluation, and no evaluation takes training images", async () => {
  await using at = pipelineFolder();
  const data = `  data: { use: ${
    stagePath(at.folder)
  }, with: { train: 16, test: 8 } }`;
  for (const use of STAGES) {
    const { code, text } = await at.run(
      `name: rules\nstages:\n${data}\n  peek: { use: ${use}, needs: { data: data.test } }\n`,
      { command: "plan" },
    );
    assertEquals(code, 2, text);
    assertStringIncludes(
      text,
      "Expected input data to be dataset but found test-dataset from data.test",
    );
  }
  const { code, text } = await at.run(
    `name: rules\nstages:\n${data}\n  score: { use: evaluate, needs: { data: data.dataset } }\n`,
    { command: "plan" },
  );
  assertEquals(code, 2, text);
  assertStringIncludes(
    text,
    "Expected input data to be test-dataset but found dataset from data.dataset",
  );
});

const SPY = `import { defineStage } from ${
  JSON.stringify(new URL("../../pipeline/stage.ts", import.meta.url).href)
};
import { dirname } from "node:path";
const found = [];
async function walk(folder) {
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      found.push(folder + "/" + name);
      if (isDirectory) await walk(folder + "/" + name);
    }
  } catch {
    // A file that may not be read is not seen.
  }
}
export default defineStage({
  name: "spy",
  description: "writes down every file that it can find",
  params: { safeParse: (data) => ({ success: true, data }), parse: (data) => data },
  inputs: { data: { kind: "dataset" } },
  outputs: { list: { kind: "list", path: "list.txt", show: true } },
  run: async ({ input, output }) => {
    let folder = input("data");
    while (folder !== "/") {
      await walk(folder);
      folder = dirname(folder);
    }
    await Deno.writeTextFile(output("list"), found.join("\\n"));
  },
});
`;

Deno.test("a stage that looks for test images from its training images finds none", async () => {
  await using at = pipelineFolder();
  await Deno.writeTextFile(`${at.folder}/spy.ts`, SPY);
  const { code, text } = await at.run(`name: rules
stages:
  data: { use: ${stagePath(at.folder)}, with: { train: 16, test: 8 } }
  spy: { use: ./spy.ts, needs: { data: data } }
`);
  assertEquals(code, 0, text);
  const seen: string[] = [];
  for await (const shelf of Deno.readDir(`${at.cache}/cas/sha256`)) {
    for await (
      const { name } of Deno.readDir(`${at.cache}/cas/sha256/${shelf.name}`)
    ) {
      const path = `${at.cache}/cas/sha256/${shelf.name}/${name}`;
      const bytes = await Deno.readTextFile(path).catch(() => "");
      if (bytes.includes("/in/data")) seen.push(bytes);
    }
  }
  assertEquals(seen.length, 1);
  assertStringIncludes(seen[0]!, "train-00000.safetensors");
  assertEquals(seen[0]!.includes("test-00000"), false);
  assertEquals(seen[0]!.includes("cas/"), false);
});
