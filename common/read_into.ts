/** Fills `target` with the bytes of an open file from `start` on; false if the file is shorter. */
export function readInto(
  file: Deno.FsFile,
  start: number,
  target: Uint8Array,
): boolean {
  return fill(file, start, target) === target.length;
}

/** At most `most` bytes of an open file from `start` on; fewer where the file ends before. */
export function readPiece(
  file: Deno.FsFile,
  start: number,
  most: number,
): Uint8Array {
  const bytes = new Uint8Array(most);
  return bytes.subarray(0, fill(file, start, bytes));
}

function fill(file: Deno.FsFile, start: number, target: Uint8Array): number {
  file.seekSync(start, Deno.SeekMode.Start);
  let read = 0;
  while (read < target.length) {
    const count = file.readSync(target.subarray(read));
    if (count === null) break;
    read += count;
  }
  return read;
}
