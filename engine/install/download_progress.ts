import type { InstallProgress } from "../library/library.ts";

/**
 * Reports a download and its unpacking by bytes that never fall: those on the disk shrink for a moment while pip moves
 * the file.
 *
 * @param total Bytes of both.
 */
export function downloadProgress(
  total: number,
  report: (progress: InstallProgress) => void,
): (done: number, note: string) => void {
  let last = 0;
  return (done, note) => {
    last = Math.max(last, done);
    report({ done: last, total, unit: "byte", note });
  };
}

/** Bytes to download and to unpack, for a note: `249 MB, 1.2 GB unpacked`. */
export function notedSizes(download: number, unpacked: number): string {
  return `${Math.round(download / 1e6)} MB, ${
    (unpacked / 1e9).toFixed(1)
  } GB unpacked`;
}
