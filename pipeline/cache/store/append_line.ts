/**
 * Appends a line to a file in a single write, so that lines of two processes never mix. A torn last line, of a killed
 * process or a full disk, is ended first: it would make this one unreadable too.
 *
 * @param path File in an existing folder; created if missing.
 */
export function appendLine(path: string, line: string): void {
  using file = Deno.openSync(path, { read: true, append: true, create: true });
  const start = isTorn(file) ? "\n" : "";
  file.writeSync(new TextEncoder().encode(`${start}${line}\n`));
}

function isTorn(file: Deno.FsFile): boolean {
  const { size } = file.statSync();
  if (size === 0) return false;
  const last = new Uint8Array(1);
  file.seekSync(size - 1, Deno.SeekMode.Start);
  return file.readSync(last) === 1 && last[0] !== "\n".charCodeAt(0);
}
