import { readInto } from "../../common/read_into.ts";
import type { Archive } from "./archive.ts";
import { openPlainTar } from "./plain_tar.ts";
import { openTarGz } from "./tar_gz.ts";
import { openZip } from "./zip.ts";

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
  const text = (from: number, to: number) =>
    new TextDecoder().decode(head.subarray(from, to));
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return await openTarGz(path);
  }
  if (text(0, 2) === "PK") return await openZip(path);
  if (text(257, 262) === "ustar") return openPlainTar(path);
  const found = Array.from(
    head.subarray(0, 4),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join(" ");
  throw new SyntaxError(
    `Expected a tar, tar.gz or zip archive but found bytes ${found} in ${path}`,
  );
}
