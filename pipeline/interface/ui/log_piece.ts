import type { LogPieceView } from "./api.ts";
import { readLog } from "./read_log.ts";
import type { Watched } from "./watch_pipeline.ts";

/**
 * A piece of the log of an instance: of its current version, or else of the version that was tried last.
 *
 * @returns `undefined` if there is no log, `"unknown"` for a question that makes no sense.
 */
export function logPiece(
  { opened, instances, attempts }: Watched,
  question: {
    readonly instance: string;
    /** Number of the attempt (default: the last one). */
    readonly attempt: string | undefined;
    /** Offset of the piece in bytes (default: the end of the log). */
    readonly from: string | undefined;
  },
): LogPieceView | "unknown" | undefined {
  const known = instances.get(question.instance);
  const attempt = wholeNumber(question.attempt ?? "0");
  const from = wholeNumber(question.from ?? "0");
  if (known === undefined || attempt === undefined || from === undefined) {
    return "unknown";
  }
  const { name } = known.instance;
  const current = known.status.key;
  for (const key of [current, attempts.of(opened.pipeline.name, name)?.key]) {
    if (key === undefined) continue;
    const piece = readLog(opened.folders, key, {
      attempt,
      from: question.from === undefined ? undefined : from,
    });
    if (piece === undefined) continue;
    return { instance: name, old: key !== current, ...piece };
  }
  return undefined;
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
