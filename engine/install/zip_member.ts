import { LibraryError } from "../library/library_error.ts";

/** Where a member of a zip file lies. */
export interface ZipMember {
  /** Name inside the archive. */
  readonly name: string;
  /** Compression method: 0 stored, 8 deflate. */
  readonly method: number;
  /** Bytes in the archive. */
  readonly compressed: number;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Position of the local header. */
  readonly offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** End record (22 bytes) and the longest comment. */
const LONGEST_TAIL = 22 + 0xffff;

async function readAt(
  file: Deno.FsFile,
  position: number,
  length: number,
): Promise<DataView> {
  const bytes = new Uint8Array(length);
  await file.seek(position, Deno.SeekMode.Start);
  for (let filled = 0; filled < length;) {
    const count = await file.read(bytes.subarray(filled));
    if (count === null) throw damaged(`it ends at byte ${position + filled}`);
    filled += count;
  }
  return new DataView(bytes.buffer);
}

function damaged(why: string): LibraryError {
  return new LibraryError(
    "damaged",
    `Expected a complete zip archive but found a damaged one: ${why}`,
  );
}

/** Reads the directory of a zip file that is smaller than 4 GiB. */
export async function zipMembers(file: Deno.FsFile): Promise<ZipMember[]> {
  const { size } = await file.stat();
  const length = Math.min(size, LONGEST_TAIL);
  const tail = await readAt(file, size - length, length);
  let end = length - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw damaged("it has no end record");
  const directory = await readAt(
    file,
    tail.getUint32(end + 16, true),
    tail.getUint32(end + 12, true),
  );
  const members: ZipMember[] = [];
  for (let at = 0; at < directory.byteLength;) {
    if (directory.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw damaged(`directory entry ${members.length} has another signature`);
    }
    const nameLength = directory.getUint16(at + 28, true);
    members.push({
      method: directory.getUint16(at + 10, true),
      compressed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
      name: new TextDecoder().decode(
        new Uint8Array(directory.buffer, at + 46, nameLength),
      ),
    });
    at += 46 + nameLength + directory.getUint16(at + 30, true) +
      directory.getUint16(at + 32, true);
  }
  return members;
}

/** Unpacks one member as a stream; the file must not be used by others meanwhile. */
export async function openZipMember(
  file: Deno.FsFile,
  member: ZipMember,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  if (member.method !== 0 && member.method !== 8) {
    throw damaged(`${member.name} uses compression method ${member.method}`);
  }
  const header = await readAt(file, member.offset, 30);
  if (header.getUint32(0, true) !== LOCAL_HEADER) {
    throw damaged(`${member.name} has another signature`);
  }
  await file.seek(
    member.offset + 30 + header.getUint16(26, true) +
      header.getUint16(28, true),
    Deno.SeekMode.Start,
  );
  let left = member.compressed;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (left === 0) return controller.close();
      const piece = new Uint8Array(Math.min(1 << 18, left));
      const count = await file.read(piece);
      if (count === null) {
        return controller.error(damaged(`${member.name} is cut short`));
      }
      left -= count;
      controller.enqueue(piece.subarray(0, count));
    },
  });
  return member.method === 0
    ? packed
    : packed.pipeThrough(new DecompressionStream("deflate-raw"));
}
