const BLOCK = 512;

/** Header of a file in the ustar format; its owner, mode and time are fixed, so equal files give equal bytes. */
function header(name: string, size: number): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const bytes = encoder.encode(name);
  let split = 0;
  if (bytes.length > 100) {
    // The rest of a long path goes into a field of its own, divided at a slash.
    split = name.lastIndexOf("/", 155);
    const rest = encoder.encode(name.slice(split + 1)).length;
    if (split <= 0 || rest > 100 || bytes.length !== name.length) {
      throw new RangeError(
        `Expected a path of at most 100 bytes, or 155 and 100, but found ${bytes.length} in ${name}`,
      );
    }
  }
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number) => block.set(encoder.encode(text), at);
  const octal = (value: number, digits: number) =>
    value.toString(8).padStart(digits, "0");
  put(split === 0 ? name : name.slice(split + 1), 0);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put(`${octal(size, 11)}\0`, 124);
  put(`${octal(0, 11)}\0`, 136);
  put("        ", 148);
  put("0", 156);
  put("ustar\x0000", 257);
  if (split > 0) put(name.slice(0, split), 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return block;
}

/** Writes files one after the other into an uncompressed tar archive. */
export interface TarWriter {
  /** Adds a file. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Writes the end and closes the file. */
  close(): Promise<void>;
}

/** Bytes that a file takes in an archive. */
export function tarLength(size: number): number {
  return BLOCK + Math.ceil(size / BLOCK) * BLOCK;
}

/** Starts an archive at a path, or goes on with one that holds whole files up to byte `start`. */
export async function createTar(path: string, start = 0): Promise<TarWriter> {
  const file = await Deno.open(path, { write: true, create: true });
  await file.truncate(start);
  await file.seek(start, Deno.SeekMode.Start);
  const write = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
  };
  return {
    async add(name, bytes) {
      await write(header(name, bytes.length));
      await write(bytes);
      await write(new Uint8Array((BLOCK - bytes.length % BLOCK) % BLOCK));
    },
    async close() {
      await write(new Uint8Array(2 * BLOCK));
      await file.sync();
      file.close();
    },
  };
}
