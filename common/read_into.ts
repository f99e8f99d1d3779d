/** Fills `target` with the bytes of an open file from `start` on; false if the file is shorter. */
export function readInto(
  file: Deno.FsFile,
  start: number,
  target: Uint8Array,
): boolean {
  file.seekSync(start, Deno.SeekMode.Start);
  for (let at = 0; at < target.length;) {
    const count = file.readSync(target.subarray(at));
    if (count === null) return false;
    at += count;
  }
  return true;
}
