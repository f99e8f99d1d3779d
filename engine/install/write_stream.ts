import { createHash } from "node:crypto";
import { describingErrors } from "../library/library_error.ts";

export interface Written {
  readonly size: number;
  readonly sha256: string;
}

/**
 * Writes a stream to a file and to the disk (fsync), and hashes it on the way.
 *
 * @throws {LibraryError} When the disk is full or the file cannot be written.
 */
export async function writeStream(
  stream: ReadableStream<Uint8Array>,
  path: string,
  report: (bytes: number) => void,
): Promise<Written> {
  const hash = createHash("sha256");
  let size = 0;
  const reader = stream.getReader();
  try {
    using file = await describingErrors(
      path,
      () => Deno.open(path, { write: true, create: true, truncate: true }),
    );
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      hash.update(value);
      await describingErrors(path, () => writeAll(file, value));
      size += value.length;
      report(size);
    }
    await describingErrors(path, () => file.sync());
  } catch (error) {
    await reader.cancel(error).catch(() => {});
    throw error;
  } finally {
    reader.releaseLock();
  }
  return { size, sha256: hash.digest("hex") };
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}
