import { readInto } from "../../common/read_into.ts";
import { type Archive, type ArchiveMember, checkSizes } from "./archive.ts";
import { memberNames } from "./member_name.ts";
import {
  BLOCK,
  isEmptyBlock,
  padded,
  refuseSecond,
  tarHeaders,
} from "./tar_members.ts";

interface Entry extends ArchiveMember {
  /** First byte of the content. */
  readonly start: number;
}

/**
 * Opens an uncompressed `.tar` by its headers alone: the content is skipped, and read where it is wanted. So an archive
 * of a million images opens in seconds.
 *
 * @throws {SyntaxError} If the archive is damaged, with file, offset, what was expected and what was found;
 * {RangeError} if it holds links, files outside of it, a name twice, or more bytes than any data set.
 */
export function openPlainTar(path: string): Archive {
  using file = Deno.openSync(path, { read: true });
  const { size: packed } = file.statSync();
  const members: Entry[] = [];
  const names = memberNames(path);
  const headers = tarHeaders(path);
  const block = new Uint8Array(BLOCK);
  let sum = 0;
  for (let at = 0; readHeader(file, { at, size: packed, path, block });) {
    const { type, name: raw, length } = headers.header(block, at);
    const start = at + BLOCK;
    if (start + padded(length) > packed) {
      throw new SyntaxError(
        `Expected at most ${
          packed - start
        } bytes but found ${length} in the header at byte ${at} of ${path}`,
      );
    }
    at = start + padded(length);
    if (type === "extension") {
      const content = new Uint8Array(length);
      readInto(file, start, content);
      headers.extend(content);
    } else if (type === "folder") names.folder(raw);
    else if (type === "file") {
      const name = names.file(raw);
      sum += length;
      const place = `${name} of ${path}`;
      checkSizes({ member: length, sum }, { packed, place });
      members.push({ name, size: length, start });
    }
  }
  return {
    path,
    members,
    folders: names.folders,
    async *read(positions) {
      using open = Deno.openSync(path, { read: true });
      for (const position of positions) {
        const { name, size, start } = members[position]!;
        const bytes = new Uint8Array(size);
        if (!readInto(open, start, bytes)) {
          throw new SyntaxError(
            `Expected ${size} bytes at byte ${start} but found fewer in ${name} of ${path}`,
          );
        }
        yield { name, size, bytes };
      }
    },
  };
}

/** Reads a header into `block`; false at the end mark, two empty blocks. */
function readHeader(
  file: Deno.FsFile,
  { at, size, path, block }: {
    readonly at: number;
    readonly size: number;
    readonly path: string;
    readonly block: Uint8Array;
  },
): boolean {
  if (!readInto(file, at, block)) {
    throw new SyntaxError(
      `Expected a header of ${BLOCK} bytes at byte ${at} but found the end at ${size} of ${path}`,
    );
  }
  if (!isEmptyBlock(block)) return true;
  if (!readInto(file, at + BLOCK, block)) {
    throw new SyntaxError(
      `Expected the end mark of ${2 * BLOCK} bytes at byte ${at} but found ${
        size - at
      } of ${path}`,
    );
  }
  for (let behind = at + BLOCK; readInto(file, behind, block);) {
    if (!isEmptyBlock(block)) {
      refuseSecond(block, behind, path);
      break;
    }
    behind += BLOCK;
  }
  return false;
}
