import { MESSAGE_MARK, type StageMessage } from "../job/stage_request.ts";
import type { StageJob } from "../job/stage_job.ts";

/** Splits the text of a stage process into lines. */
export interface LineTaker {
  /** Adds a piece of text. */
  take(text: string): void;
  /** Flushes the last, unterminated line. */
  end(): void;
}

/** Separates the messages of a stage process from its other output. */
export function messageLines(
  job: Pick<StageJob, "onMessage" | "onOutput">,
): LineTaker {
  let rest = "";
  const line = (text: string) => {
    const message = parseMessage(text);
    if (message === undefined) job.onOutput(text);
    else job.onMessage(message);
  };
  return {
    take: (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(line);
    },
    end: () => {
      if (rest !== "") line(rest);
      rest = "";
    },
  };
}

function parseMessage(line: string): StageMessage | undefined {
  if (!line.startsWith(MESSAGE_MARK)) return undefined;
  try {
    return JSON.parse(line.slice(MESSAGE_MARK.length)) as StageMessage;
  } catch {
    return undefined;
  }
}
