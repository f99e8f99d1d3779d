import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { fileRange } from "../../common/file_range.ts";

const CHUNK = 1 << 18;

/** Message of zlib at bytes behind a whole member that begin no further one. */
const NO_MEMBER = "incorrect header check";

/**
 * Unpacks a gzip file: all of its members, one after the other (RFC 1952 section 2.2), and their checksums. Zeros may
 * follow them.
 *
 * @throws {SyntaxError} If a member is damaged or cut off, or something else follows; {RangeError} after `most` bytes.
 */
export async function* gunzip(
  path: string,
  options: { readonly size: number; readonly most: number },
): AsyncGenerator<Uint8Array> {
  const { size, most } = options;
  const unpacked = createGunzip({ chunkSize: CHUNK });
  // an error of the file ends `unpacked` too
  pipeline(fileRange(path, 0, size), unpacked, () => {});
  let sum = 0;
  try {
    for await (const chunk of unpacked) {
      sum += chunk.length;
      if (sum > most) {
        throw new RangeError(
          `Expected at most ${most} bytes in an archive but found more in ${path}`,
        );
      }
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof RangeError) {
      throw cause;
    }
    const behind = cause instanceof Error && cause.message === NO_MEMBER;
    throw new SyntaxError(
      behind
        ? `Expected a further gzip member or zeros behind the last one but found other bytes in ${path}`
        : `Expected a whole tar.gz archive but found a damaged one in ${path}`,
      { cause },
    );
  }
}
