import { hexBytes } from "../../common/hex_bytes.ts";
import { readInto } from "../../common/read_into.ts";
import type { Archive } from "./archive.ts";
import { openPlainTar } from "./plain_tar.ts";
import { isTarHeader } from "./tar_members.ts";
import { openTarGz } from "./tar_gz.ts";
import { openZip } from "./zip.ts";

/** First bytes of archives that people make too and that are not read. */
const OTHERS: Readonly<Record<string, string>> = {
  "42 5a 68": "a bzip2 file",
  "fd 37 7a 58": "an xz file",
  "28 b5 2f fd": "a zstd file",
  "37 7a bc af": "a 7z archive",
  "52 61 72 21": "a rar archive",
};

/** True if a file begins as a tar archive, even one whose first header is damaged. */
function beginsTar(head: Uint8Array): boolean {
  return isTarHeader(head) ||
    new TextDecoder().decode(head.subarray(257, 262)) === "ustar";
}

/**
 * Opens a `.tar.gz`, `.tar` or `.zip` archive; its first bytes tell which, not its name.
 *
 * @throws {SyntaxError} If it is none of them or damaged; {RangeError} if something in it is not allowed.
 */
export async function openArchive(path: string): Promise<Archive> {
  const head = new Uint8Array(512);
  {
    using file = await Deno.open(path, { read: true });
    readInto(file, 0, head);
  }
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return await openTarGz(path);
  }
  if (head[0] === 0x50 && head[1] === 0x4b) return await openZip(path);
  if (beginsTar(head)) return openPlainTar(path);
  const bytes = hexBytes(head.subarray(0, 4));
  const known = Object.keys(OTHERS).find((mark) => bytes.startsWith(mark));
  throw new SyntaxError(
    `Expected a tar, tar.gz or zip archive but found ${
      known === undefined ? `bytes ${bytes}` : OTHERS[known]
    } in ${path}`,
  );
}
