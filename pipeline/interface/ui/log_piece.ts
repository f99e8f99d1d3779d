import type { LogPieceView } from "./api.ts";
import { readLog } from "./read_log.ts";
import type { Watched } from "./watch_pipeline.ts";

/** Which piece of a log is asked for, as it stands in a request. */
export interface LogQuestion {
  /** Instance. */
  readonly instance: string;
  /** Number of the attempt; the last one where it is left out. */
  readonly attempt: string | undefined;
  /** Place where the piece begins, in bytes; the end of the log where it is left out. */
  readonly from: string | undefined;
}

/**
 * A piece of the log of an instance: of its current version, or else of the one that was tried last.
 *
 * @param watched The pipeline.
 * @param question Instance, attempt and place.
 * @returns The piece; `undefined` where there is none, `"unknown"` for a question that cannot be meant.
 */
export function logPiece(
  { opened, instances, attempts }: Watched,
  question: LogQuestion,
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
