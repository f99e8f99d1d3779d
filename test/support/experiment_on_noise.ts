// An experiment that comes with the product, on noise in place of its images.
import { assert } from "@std/assert";
import { join, relative } from "node:path";
import { ROOT } from "./root.ts";

/**
 * Writes a file of `experiments/` into a folder, with 64 images of noise in place of its stages `files` and `images`, and
 * without published results.
 *
 * @returns Its path.
 */
export async function experimentOnNoise(
  folder: string,
  name: string,
): Promise<string> {
  const text = await Deno.readTextFile(join(ROOT, "experiments", name));
  const data = relative(
    folder,
    join(ROOT, "test/support/data/tiny_dataset_stage.ts"),
  );
  const start = text.indexOf("  files: {");
  const end = text.indexOf("  search:\n");
  assert(start > 0 && end > start);
  const file = join(folder, name);
  await Deno.writeTextFile(
    file,
    `${
      text.slice(0, start)
    }  images: { use: ${data}, with: { train: 64, test: 20 } }\n${
      text.slice(end)
    }`.replace(/^ {6}images: .*\n/m, "").replaceAll(
      /^ {4,8}publish: true\n/mg,
      "",
    ),
  );
  return file;
}

/** Content of an output of an instance. */
export async function cachedOutput(
  cache: string,
  { instance, output }: { readonly instance: string; readonly output: string },
): Promise<string> {
  for await (const file of Deno.readDir(join(cache, "ac"))) {
    const record = JSON.parse(
      await Deno.readTextFile(join(cache, "ac", file.name)),
    );
    if (record.instance !== instance) continue;
    const { sha256 } = record.outputs[output];
    return await Deno.readTextFile(
      join(cache, "cas/sha256", sha256.slice(0, 2), sha256),
    );
  }
  throw new Error(`no ${instance} in the cache`);
}
