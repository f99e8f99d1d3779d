/**
 * Writes all bytes to a file or stream: one call of `writeSync()` may take only a part of them.
 *
 * @param target A file, standard output or standard error.
 */
export function writeAll(
  target: { writeSync(bytes: Uint8Array): number },
  bytes: Uint8Array,
): void {
  for (let done = 0; done < bytes.length;) {
    done += target.writeSync(bytes.subarray(done));
  }
}
