// Makes zip archives.
import { crc32, deflateRawSync } from "node:zlib";

/** A file of a zip archive, and what is wrong with it. */
export interface ZipFile {
  /** Name in the directory. */
  readonly name: string;
  /** Content. */
  readonly body: Uint8Array;
  /** Name in the local header, where it differs. */
  readonly localName?: string;
  /** Unix mode; a symbolic link has 0o120777. */
  readonly mode?: number;
  /** General purpose flags. */
  readonly flags?: number;
  /** True to store it without compression. */
  readonly stored?: boolean;
  /** Size that the directory says. */
  readonly size?: number;
  /** CRC-32 that the directory says. */
  readonly crc?: number;
  /** Bytes of the name, in place of `name` in UTF-8. */
  readonly rawName?: Uint8Array;
  /** Extra field, in the local header and the directory. */
  readonly extra?: Uint8Array;
  /** True for sizes behind the content and not in the local header, as programs write that do not know them before. */
  readonly described?: boolean;
  /** Takes the local header of the file before it. */
  readonly shared?: boolean;
}

/** A file as it is written. */
interface Packed {
  readonly file: ZipFile;
  readonly raw: Uint8Array;
  readonly packed: Uint8Array;
  readonly crc: number;
  readonly size: number;
  readonly method: number;
  readonly flags: number;
  readonly extra: Uint8Array;
}

function pack(file: ZipFile): Packed {
  const { name, body, stored = false, described = false } = file;
  return {
    file,
    raw: file.rawName ?? new TextEncoder().encode(name),
    packed: stored ? body : new Uint8Array(deflateRawSync(body)),
    crc: file.crc ?? crc32(body),
    size: file.size ?? body.length,
    method: stored ? 0 : 8,
    flags: (file.flags ?? 0) | (described ? 8 : 0),
    extra: file.extra ?? new Uint8Array(),
  };
}

/** Local header, content and descriptor. */
function localParts(
  { file, raw, packed, crc, size, method, flags, extra }: Packed,
): Uint8Array[] {
  const { localName, described = false } = file;
  const local = localName === undefined
    ? raw
    : new TextEncoder().encode(localName);
  const head = new DataView(new ArrayBuffer(30));
  head.setUint32(0, 0x04034b50, true);
  head.setUint16(6, flags, true);
  head.setUint16(8, method, true);
  head.setUint32(14, described ? 0 : crc, true);
  head.setUint32(18, described ? 0 : packed.length, true);
  head.setUint32(22, described ? 0 : size, true);
  head.setUint16(26, local.length, true);
  head.setUint16(28, extra.length, true);
  const descriptor = Uint32Array.of(0x08074b50, crc, packed.length, size);
  return [
    new Uint8Array(head.buffer),
    local,
    extra,
    packed,
    ...(described ? [new Uint8Array(descriptor.buffer)] : []),
  ];
}

/** Line of the directory. */
function directoryParts(
  { file, raw, packed, crc, size, method, flags, extra }: Packed,
  offset: number,
): Uint8Array[] {
  const line = new DataView(new ArrayBuffer(46));
  line.setUint32(0, 0x02014b50, true);
  line.setUint16(4, 3 << 8 | 20, true);
  line.setUint16(8, flags, true);
  line.setUint16(10, method, true);
  line.setUint32(16, crc, true);
  line.setUint32(20, packed.length, true);
  line.setUint32(24, size, true);
  line.setUint16(28, raw.length, true);
  line.setUint16(30, extra.length, true);
  line.setUint32(38, (file.mode ?? 0o100644) << 16, true);
  line.setUint32(42, offset, true);
  return [new Uint8Array(line.buffer), raw, extra];
}

/** Writes a zip archive; with `wide` its end record is the 64-bit one. */
export function makeZip(
  files: readonly ZipFile[],
  { wide = false, comment = new Uint8Array() }: {
    readonly wide?: boolean;
    readonly comment?: Uint8Array;
  } = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  let offset = 0;
  const push = (...added: readonly Uint8Array[]) => {
    for (const bytes of added) {
      parts.push(bytes);
      at += bytes.length;
    }
  };
  for (const file of files) {
    const packed = pack(file);
    if (!file.shared) {
      offset = at;
      push(...localParts(packed));
    }
    directory.push(...directoryParts(packed, offset));
  }
  const start = at;
  push(...directory);
  const length = at - start;
  if (wide) {
    const record = new DataView(new ArrayBuffer(56 + 20));
    record.setUint32(0, 0x06064b50, true);
    record.setBigUint64(4, 44n, true);
    record.setBigUint64(24, BigInt(files.length), true);
    record.setBigUint64(32, BigInt(files.length), true);
    record.setBigUint64(40, BigInt(length), true);
    record.setBigUint64(48, BigInt(start), true);
    record.setUint32(56, 0x07064b50, true);
    record.setBigUint64(64, BigInt(at), true);
    record.setUint32(72, 1, true);
    push(new Uint8Array(record.buffer));
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, wide ? 0xffff : files.length, true);
  end.setUint32(12, wide ? 0xffffffff : length, true);
  end.setUint32(16, wide ? 0xffffffff : start, true);
  end.setUint16(20, comment.length, true);
  push(new Uint8Array(end.buffer));
  push(comment);
  const whole = new Uint8Array(at);
  let to = 0;
  for (const part of parts) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}
