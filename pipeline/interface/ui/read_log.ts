import { printable } from "../../../common/printable.ts";
import { readPiece } from "../../../common/read_into.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { fileNames } from "../../base/read_files.ts";
import type { LogPieceView } from "./api.ts";

/** Largest piece in bytes. */
const PIECE = 256 * 1024;

/**
 * Reads a piece of the log of an action.
 *
 * @param key Key of the action.
 * @param piece Attempt (0: the last one) and offset (default: the last piece).
 * @returns The piece; `undefined` if there is no log, or no such attempt.
 */
export function readLog(
  folders: CacheFolders,
  key: string,
  piece: { readonly attempt: number; readonly from: number | undefined },
): Omit<LogPieceView, "instance" | "old"> | undefined {
  const attempts = fileNames(folders.logs).flatMap((name) => {
    if (!name.startsWith(`${key}.`)) return [];
    const [, number] = /^\.(?:(\d+)\.)?log$/.exec(name.slice(key.length)) ?? [];
    return [Number(number ?? 0)];
  }).sort((a, b) => (a || Infinity) - (b || Infinity));
  if (!attempts.includes(piece.attempt)) return undefined;
  const path = piece.attempt === 0
    ? `${folders.logs}/${key}.log`
    : `${folders.logs}/${key}.${piece.attempt}.log`;
  using file = Deno.openSync(path);
  const { size } = file.statSync();
  // A log that is shorter than before was started again.
  const from = piece.from === undefined || piece.from > size
    ? piece.from === undefined ? Math.max(0, size - PIECE) : 0
    : piece.from;
  const bytes = readPiece(file, from, Math.min(PIECE, size - from));
  const text = new TextDecoder().decode(bytes);
  return {
    attempt: piece.attempt,
    attempts,
    from,
    next: from + bytes.length,
    text: printable(text),
  };
}
