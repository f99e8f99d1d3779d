import { fileRange } from "../../common/file_range.ts";
import {
  contentStart,
  LOCAL_HEADER,
  type ZipEntry,
} from "../../common/zip_directory.ts";

/**
 * Unpacks one file of a zip archive as a stream.
 *
 * @throws {SyntaxError} If the archive is damaged; while reading too.
 */
export async function openZipMember(
  path: string,
  entry: ZipEntry,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { name, method, offset, packed } = entry;
  if (method !== 0 && method !== 8) {
    throw new SyntaxError(
      `Expected stored or deflated bytes but found method ${method} in ${name} of ${path}`,
    );
  }
  const header = await new Response(
    fileRange(path, offset, offset + LOCAL_HEADER),
  ).arrayBuffer();
  const start = contentStart(new DataView(header), entry, path);
  const stream = fileRange(path, start, start + packed);
  return method === 0
    ? stream
    : stream.pipeThrough(new DecompressionStream("deflate-raw"));
}
