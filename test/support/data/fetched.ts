// Runs a source of a data set against a local server.
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import type { SourceContext } from "../../../datasets/sources/source_context.ts";
import { serveFile } from "./file_server.ts";
import { makeRecords, official } from "./make_records.ts";
import { tempFolder } from "../temp_folder.ts";

/** Small files in the form of CIFAR-10's. */
export const RECORD_FILES: Record<string, Uint8Array<ArrayBuffer>> = {
  "data_batch_1.bin": makeRecords([0, 1, 2], 1),
  "data_batch_2.bin": makeRecords([9, 8], 2),
  "test_batch.bin": makeRecords([5, 5, 4], 3),
};
/** Their names, sizes and digests. */
export const OFFICIAL_FILES = Object.entries(RECORD_FILES).map((
  [name, bytes],
) => official(name, bytes));

/** A `.tar.gz` of files. */
export async function tarGz(
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.entries(files).map(([name, body]) => ({
    header: { name, size: body.length },
    body,
  }));
  return new Uint8Array(gzipSync(await packTar(entries)));
}

/** Runs a source against a server with one file, and gives what it wrote. */
export async function fetched(
  bytes: Uint8Array<ArrayBuffer>,
  body: (url: string, context: SourceContext) => Promise<unknown>,
): Promise<Record<string, Uint8Array>> {
  const server = serveFile(bytes);
  using folder = tempFolder();
  const output = join(folder.path, "out");
  await Deno.mkdir(output);
  const seen: number[] = [];
  try {
    await body(server.url, {
      output,
      scratch: folder.path,
      report: (done, total) => {
        seen.push(done);
        assertEquals(done <= total, true);
      },
    });
    assertEquals(seen, seen.toSorted((a, b) => a - b));
    const files: Record<string, Uint8Array> = {};
    for await (const { name } of Deno.readDir(output)) {
      files[name] = await Deno.readFile(join(output, name));
    }
    return files;
  } finally {
    await server.close();
  }
}
