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
  const push = (list: Uint8Array[], bytes: Uint8Array) => {
    list.push(bytes);
    if (list === parts) at += bytes.length;
  };
  for (const file of files) {
    const { name, body, mode = 0o100644, stored = false } = file;
    const { extra = new Uint8Array(), described = false } = file;
    const flags = (file.flags ?? 0) | (described ? 8 : 0);
    const packed = stored ? body : new Uint8Array(deflateRawSync(body));
    const crc = file.crc ?? crc32(body);
    const size = file.size ?? body.length;
    const method = stored ? 0 : 8;
    const raw = file.rawName ?? new TextEncoder().encode(name);
    const local = file.localName === undefined
      ? raw
      : new TextEncoder().encode(file.localName);
    if (!file.shared) {
      offset = at;
      const head = new DataView(new ArrayBuffer(30));
      head.setUint32(0, 0x04034b50, true);
      head.setUint16(6, flags, true);
      head.setUint16(8, method, true);
      head.setUint32(14, described ? 0 : crc, true);
      head.setUint32(18, described ? 0 : packed.length, true);
      head.setUint32(22, described ? 0 : size, true);
      head.setUint16(26, local.length, true);
      head.setUint16(28, extra.length, true);
      push(parts, new Uint8Array(head.buffer));
      push(parts, local);
      push(parts, extra);
      push(parts, packed);
      if (described) {
        push(
          parts,
          new Uint8Array(
            Uint32Array.of(0x08074b50, crc, packed.length, size).buffer,
          ),
        );
      }
    }
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
    line.setUint32(38, mode << 16, true);
    line.setUint32(42, offset, true);
    push(directory, new Uint8Array(line.buffer));
    push(directory, raw);
    push(directory, extra);
  }
  const start = at;
  for (const bytes of directory) push(parts, bytes);
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
    push(parts, new Uint8Array(record.buffer));
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, wide ? 0xffff : files.length, true);
  end.setUint32(12, wide ? 0xffffffff : length, true);
  end.setUint32(16, wide ? 0xffffffff : start, true);
  end.setUint16(20, comment.length, true);
  push(parts, new Uint8Array(end.buffer));
  push(parts, comment);
  const whole = new Uint8Array(at);
  let to = 0;
  for (const part of parts) {
    whole.set(part, to);
    to += part.length;
  }
  return whole;
}
