import { readInto } from "../../common/read_into.ts";
import { type Archive, type ArchiveMember, checkSizes } from "./archive.ts";
import { distinctNames, memberName } from "./member_name.ts";
import { paxRecords, tarHeader } from "./tar_header.ts";

const BLOCK = 512;

/** Most bytes of an extended header. */
export const LONGEST_EXTENSION = 1 << 20;

/** Names of member types that are rejected. */
const REJECTED: Readonly<Record<string, string>> = {
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
 * Opens an uncompressed `.tar` (ustar, pax or GNU) by its headers alone: the content is skipped, and read where it is
 * wanted. So an archive of a million images opens in seconds.
 *
 * @throws {SyntaxError} If the archive is damaged, with file, offset, what was expected and what was found;
 * {RangeError} if it holds links, files outside of it, a name twice, or more bytes than any data set.
 */
export function openPlainTar(path: string): Archive {
  using file = Deno.openSync(path, { read: true });
  const { size: packed } = file.statSync();
  const members: Entry[] = [];
  const once = distinctNames(path);
  let sum = 0;
  for (const { raw, type, size, start } of namedMembers(file, path)) {
    if (type === "5") continue;
    if (type !== "0") {
      throw new RangeError(
        `Expected files and folders but found a ${
          REJECTED[type] ?? `member of type ${type}`
        } ${JSON.stringify(raw)} in ${path}`,
      );
    }
    const name = memberName(raw, path);
    once(name);
    sum += size;
    checkSizes({ member: size, sum }, { packed, place: `${name} of ${path}` });
    members.push({ name, size, start });
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

/** A member; its name may come from extended headers before it. */
interface NamedMember {
  readonly raw: string;
  readonly type: string;
  readonly size: number;
  readonly start: number;
}

function* namedMembers(
  file: Deno.FsFile,
  path: string,
): Generator<NamedMember> {
  let longName: string | undefined;
  let pax: ReadonlyMap<string, string> = new Map();
  const { size } = file.statSync();
  const block = new Uint8Array(BLOCK);
  for (let at = 0;;) {
    if (!readHeader(file, { at, size, path, block })) return;
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
    const { type } = header;
    if (type === "x" || type === "g" || type === "L") {
      const text = readExtension(file, { start, length, path });
      if (type === "L") longName = text.replace(/\0+$/, "");
      if (type === "x") pax = paxRecords(text, `byte ${start} of ${path}`);
      continue;
    }
    const raw = pax.get("path") ?? longName ?? header.name;
    pax = new Map();
    longName = undefined;
    yield { raw, type, size: length, start };
  }
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
  if (block.some((byte) => byte !== 0)) return true;
  if (readInto(file, at + BLOCK, block)) return false;
  throw new SyntaxError(
    `Expected the end mark of ${2 * BLOCK} bytes at byte ${at} but found ${
      size - at
    } of ${path}`,
  );
}

function readExtension(
  file: Deno.FsFile,
  { start, length, path }: {
    readonly start: number;
    readonly length: number;
    readonly path: string;
  },
): string {
  if (length > LONGEST_EXTENSION) {
    throw new SyntaxError(
      `Expected an extended header of at most ${LONGEST_EXTENSION} bytes but found ${length} before byte ${start} of ${path}`,
    );
  }
  const content = new Uint8Array(length);
  readInto(file, start, content);
  return new TextDecoder().decode(content);
}
