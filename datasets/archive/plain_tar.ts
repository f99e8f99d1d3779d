import { readInto } from "../../common/read_into.ts";
import { type Archive, type ArchiveMember, checkSizes } from "./archive.ts";
import { distinctNames, memberName } from "./member_name.ts";
import { paxRecords, tarHeader } from "./tar_header.ts";

const BLOCK = 512;

/** Longest extended header that is read. */
const LONGEST_EXTENSION = 1 << 20;

/** Kinds of members that are neither files nor folders. */
const REFUSED: Readonly<Record<string, string>> = {
  "1": "link",
  "2": "symlink",
  "3": "character-device",
  "4": "block-device",
  "6": "fifo",
};

interface Entry extends ArchiveMember {
  /** First byte of the content. */
  readonly start: number;
}

/**
 * Opens an uncompressed `.tar` (ustar, pax or GNU) by its headers alone: the content is passed over, and read where it
 * is wanted. So an archive of a million images opens in seconds.
 *
 * @throws {SyntaxError} If the archive is damaged, with file, offset, what was expected and what was found;
 * {RangeError} if it holds links, files outside of it, a name twice, or more bytes than any data set.
 */
export function openPlainTar(path: string): Archive {
  using file = Deno.openSync(path, { read: true });
  const { size } = file.statSync();
  const members: Entry[] = [];
  const once = distinctNames(path);
  const block = new Uint8Array(BLOCK);
  let sum = 0;
  let longName: string | undefined;
  let pax: ReadonlyMap<string, string> = new Map();
  for (let at = 0;;) {
    if (!readInto(file, at, block)) {
      throw new SyntaxError(
        `Expected a header of ${BLOCK} bytes at byte ${at} but found the end at ${size} of ${path}`,
      );
    }
    if (block.every((byte) => byte === 0)) {
      // Two empty blocks end an archive.
      if (readInto(file, at + BLOCK, block)) break;
      throw new SyntaxError(
        `Expected the end mark of ${2 * BLOCK} bytes at byte ${at} but found ${
          size - at
        } of ${path}`,
      );
    }
    const header = tarHeader(block, `byte ${at} of ${path}`);
    const length = Number(pax.get("size") ?? header.size);
    const start = at + BLOCK;
    const end = start + Math.ceil(length / BLOCK) * BLOCK;
    if (!Number.isSafeInteger(length) || length < 0 || end > size) {
      throw new SyntaxError(
        `Expected at most ${
          size - start
        } bytes but found ${length} in the header at byte ${at} of ${path}`,
      );
    }
    at = end;
    if (header.type === "x" || header.type === "g" || header.type === "L") {
      if (length > LONGEST_EXTENSION) {
        throw new SyntaxError(
          `Expected an extended header of at most ${LONGEST_EXTENSION} bytes but found ${length} before byte ${start} of ${path}`,
        );
      }
      const content = new Uint8Array(length);
      readInto(file, start, content);
      const text = new TextDecoder().decode(content);
      if (header.type === "L") longName = text.replace(/\0+$/, "");
      if (header.type === "x") {
        pax = paxRecords(text, `byte ${start} of ${path}`);
      }
      continue;
    }
    const raw = pax.get("path") ?? longName ?? header.name;
    pax = new Map();
    longName = undefined;
    if (header.type === "5") continue;
    if (header.type !== "0") {
      throw new RangeError(
        `Expected files and folders but found a ${
          REFUSED[header.type] ?? `member of type ${header.type}`
        } ${JSON.stringify(raw)} in ${path}`,
      );
    }
    const name = memberName(raw, path);
    once(name);
    sum += length;
    checkSizes({ member: length, sum }, {
      packed: size,
      place: `${name} of ${path}`,
    });
    members.push({ name, size: length, start });
  }
  return {
    path,
    members,
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
