import { paxRecords, tarHeader, untilZero } from "./tar_header.ts";
import { utf8Name } from "../../common/utf8.ts";

/** Bytes of a header; contents are filled up to a multiple of it. */
export const BLOCK = 512;

/** Most bytes of an extended header. */
export const LONGEST_EXTENSION = 1 << 20;

/** Types whose content is about the member after them: pax headers, also as Solaris writes them, and GNU long names. */
const EXTENSIONS = "xXgLK";

/** Types of folders; `D` has a list of its files, as GNU writes for incremental backups. */
const FOLDERS = "5D";

/** The name of a volume. */
const LABEL = "V";

/** Names of member types that are rejected. */
const REJECTED: Readonly<Record<string, string>> = {
  "1": "link",
  "2": "symlink",
  "3": "character-device",
  "4": "block-device",
  "6": "fifo",
  "S": "sparse file",
  "M": "part of a file",
};

/** A header of a tar archive: kind and name of the member, and the length of the content that follows. */
export interface TarMember {
  readonly type: "file" | "folder" | "extension" | "label";
  /** Empty for extensions. */
  readonly name: string;
  readonly length: number;
}

/** Reads headers one after the other; what extended headers say counts for the member after them. */
export interface TarHeaders {
  /** Reads the header at byte `at`. */
  header(block: Uint8Array, at: number): TarMember;
  /** Takes the content of an extension, which must follow its header. */
  extend(content: Uint8Array): void;
}

/** Bytes of a content and its padding. */
export function padded(length: number): number {
  return Math.ceil(length / BLOCK) * BLOCK;
}

/** True for one of the two blocks of the end mark. */
export function isEmptyBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/**
 * Starts reading the headers of a tar archive (V7, ustar, pax or GNU). Its functions throw a {SyntaxError} at damage,
 * with the place, what was expected and what was found, and a {RangeError} at links, devices and sparse files.
 */
export function tarHeaders(path: string): TarHeaders {
  let longName: string | undefined;
  let pax: ReadonlyMap<string, string> = new Map();
  let extension: { readonly type: string; readonly place: string } = {
    type: "",
    place: "",
  };
  const read = (type: string, content: Uint8Array, place: string) => {
    // that of a link, which is rejected
    if (type === "K") return;
    if (type === "L") {
      longName = utf8Name(untilZero(content), place);
      return;
    }
    const records = paxRecords(content, place);
    const strange = [...records.keys()].find((key) =>
      key.startsWith("GNU.sparse.") ||
      type === "g" && (key === "path" || key === "size")
    );
    if (strange !== undefined) {
      throw new RangeError(
        `Expected files with a name and all bytes of their own but found ${strange} in the extended header at ${place}`,
      );
    }
    if (type !== "g") pax = records;
  };
  return {
    header(block, at) {
      const place = `byte ${at} of ${path}`;
      const header = tarHeader(block, place);
      const { type } = header;
      const isExtension = EXTENSIONS.includes(type);
      // the size of an extended header is its own
      const said = isExtension ? undefined : pax.get("size");
      const length = Number(said ?? header.size);
      if (!Number.isSafeInteger(length) || length < 0) {
        throw new SyntaxError(
          `Expected a number of bytes but found ${
            said ?? header.size
          } in the header at ${place}`,
        );
      }
      if (isExtension) {
        if (length > LONGEST_EXTENSION) {
          throw new SyntaxError(
            `Expected an extended header of at most ${LONGEST_EXTENSION} bytes but found ${length} at ${place}`,
          );
        }
        extension = { type, place };
        return { type: "extension", name: "", length };
      }
      const name = pax.get("path") ?? longName ?? header.name();
      pax = new Map();
      longName = undefined;
      if (type === LABEL) return { type: "label", name, length };
      const folder = FOLDERS.includes(type) ||
        // as V7 writes it
        type === "0" && name.endsWith("/");
      if (folder) return { type: "folder", name, length };
      if (type === "0") return { type: "file", name, length };
      throw new RangeError(
        `Expected files and folders but found a ${
          REJECTED[type] ?? `member of type ${type}`
        } ${JSON.stringify(name)} in ${path}`,
      );
    },
    extend: (content) => read(extension.type, content, extension.place),
  };
}

/** True for the header of a member: one of V7 has no mark but its checksum. */
export function isTarHeader(block: Uint8Array): boolean {
  try {
    tarHeader(block, "");
    return true;
  } catch {
    return false;
  }
}

/** Throws if a further archive begins behind the end mark: its files would be lost. */
export function refuseSecond(
  block: Uint8Array,
  at: number,
  path: string,
): void {
  if (!isTarHeader(block)) return;
  throw new RangeError(
    `Expected one tar archive but found another behind its end mark, at byte ${at} of ${path}`,
  );
}
