import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { downloadDataset, splitDataset } from "./dataset.ts";

/** A data set of one file, whose bytes are the labels of grey images of 4 x 4 pixels. */
const moduleText = (url: string, hex: string) =>
  `const source = (labels) => ({
  labels,
  async *images(positions) {
    for (const [at, position] of positions.entries()) {
      yield { at, height: 4, width: 4, pixels: new Uint8Array(48).fill(position) };
    }
  },
});
export const dataset = {
  name: "tiny", classes: 2, channels: 3, size: 4, layout: "square",
  mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2],
  files: [{ name: "labels.bin", url: "${url}", digest: { algorithm: "sha256", hex: "${hex}" } }],
  open: async ({ path, names }) => {
    if (names.join() !== "labels.bin") throw new Error("Expected one file but found " + names);
    const labels = await Deno.readFile(path("labels.bin"));
    return { train: source(labels), test: source(labels.slice(0, 2)) };
  },
};
`;

Deno.test("downloadDataset() and splitDataset() take a data set of one's own", async () => {
  using folder = tempFolder();
  const at = (name: string) => join(folder.path, name);
  const labels = Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1);
  await Deno.writeFile(at("labels.bin"), labels);
  const hex = createHash("sha256").update(labels).digest("hex");
  const url = pathToFileURL(at("labels.bin")).href;
  await Deno.writeTextFile(at("tiny.ts"), moduleText(url, hex));
  const dataset = await downloadDataset({
    params: { dataset: at("tiny.ts") },
    folder: at("files"),
  });
  const { files } = await splitDataset({ dataset, folder: at("images") });
  const { name, classes, train, test } = JSON.parse(
    await Deno.readTextFile(join(files.dataset, "dataset.json")),
  );
  assertEquals({ name, classes, train, test }, {
    name: "tiny",
    classes: ["0", "1"],
    train: 8,
    test: 2,
  });
});
