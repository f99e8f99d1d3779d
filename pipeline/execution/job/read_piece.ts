/**
 * Reads a piece of an open file.
 *
 * @param file Open for reading.
 * @param from First byte.
 * @param most Most bytes to read.
 * @returns The bytes; fewer where the file ends before.
 */
export function readPiece(
  file: Deno.FsFile,
  from: number,
  most: number,
): Uint8Array {
  file.seekSync(from, Deno.SeekMode.Start);
  const bytes = new Uint8Array(most);
  let read = 0;
  while (read < most) {
    const count = file.readSync(bytes.subarray(read));
    if (count === null) break;
    read += count;
  }
  return bytes.subarray(0, read);
}
