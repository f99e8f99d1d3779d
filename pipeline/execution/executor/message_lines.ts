import { MESSAGE_MARK, type StageMessage } from "../job/stage_request.ts";
import type { StageJob } from "../job/stage_job.ts";

/** Takes text of a stage process as it comes. */
export interface LineTaker {
  /** Takes a piece. */
  take(text: string): void;
  /** Takes what is left without an end of line. */
  end(): void;
}

/** Tells the messages of a stage process from what else it writes. */
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
