import {
  type Archive,
  type ArchiveMember,
  checkSizes,
  unpackedLimit,
} from "./archive.ts";
import { type ByteReader, byteReader } from "./byte_reader.ts";
import { gunzip } from "./gunzip.ts";
import { memberNames } from "./member_name.ts";
import {
  BLOCK,
  isEmptyBlock,
  padded,
  refuseSecond,
  tarHeaders,
  type TarMember,
} from "./tar_members.ts";

/** A file or folder; `content` may be called before the next one comes. */
interface Passing extends TarMember {
  readonly content: () => Promise<Uint8Array>;
}

const cutOff = (path: string) =>
  new SyntaxError(
    `Expected a whole tar.gz archive but found the end before that of its tar in ${path}`,
  );

/** Reads to the end: checksums stand there, and a further archive would be lost. */
async function readRest(bytes: ByteReader, path: string): Promise<void> {
  for (let garbage = false;;) {
    const start = bytes.at;
    const block = await bytes.read(BLOCK);
    if (block.length < BLOCK) return;
    if (garbage || isEmptyBlock(block)) continue;
    refuseSecond(block, start, path);
    garbage = true;
  }
}

/** Files and folders of an archive as they pass by. */
async function* pass(path: string, size: number): AsyncGenerator<Passing> {
  const most = 2 * unpackedLimit(size);
  const chunks = gunzip(path, { size, most });
  const bytes = byteReader(chunks);
  const headers = tarHeaders(path);
  const exactly = async (length: number) => {
    const found = await bytes.read(length);
    if (found.length < length) throw cutOff(path);
    return found;
  };
  try {
    for (;;) {
      const start = bytes.at;
      const block = await exactly(BLOCK);
      if (isEmptyBlock(block)) {
        const behind = bytes.at;
        const second = await exactly(BLOCK);
        if (!isEmptyBlock(second)) refuseSecond(second, behind, path);
        return await readRest(bytes, path);
      }
      const member = headers.header(block, start);
      const next = bytes.at + padded(member.length);
      if (member.type === "extension") {
        headers.extend(await exactly(member.length));
      } else {
        yield { ...member, content: () => exactly(member.length) };
      }
      if (!await bytes.skip(next - bytes.at)) throw cutOff(path);
    }
  } finally {
    await chunks.return(undefined);
  }
}

/**
 * Opens a `.tar.gz`: one pass reads and checks the names, another reads the chosen files.
 *
 * @throws {SyntaxError} If the archive is damaged; {RangeError} if it holds links, files outside of it, a name twice,
 * or more bytes than any data set.
 */
export async function openTarGz(path: string): Promise<Archive> {
  const { size } = await Deno.stat(path);
  const members: ArchiveMember[] = [];
  const names = memberNames(path);
  let sum = 0;
  for await (const { type, name: raw, length } of pass(path, size)) {
    if (type === "folder") names.folder(raw);
    if (type !== "file") continue;
    const name = names.file(raw);
    sum += length;
    checkSizes({ member: length, sum }, {
      packed: size,
      place: `${name} of ${path}`,
    });
    members.push({ name, size: length });
  }
  return {
    path,
    members,
    folders: names.folders,
    async *read(positions) {
      let next = 0;
      let index = 0;
      if (positions.length === 0) return;
      for await (const { type, content } of pass(path, size)) {
        if (type !== "file" || index++ !== positions[next]) continue;
        yield { ...members[index - 1]!, bytes: await content() };
        if (++next === positions.length) return;
      }
    },
  };
}
