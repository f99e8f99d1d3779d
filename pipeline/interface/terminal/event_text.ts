import { durationText } from "../../../common/quantities.ts";
import type { RunEvent } from "../../execution/live/run_event.ts";
import { foldLine } from "./fold_line.ts";

/** ANSI codes. */
const [RED, GREEN, YELLOW] = [31, 32, 33] as const;

/** What the text of an event depends on besides the event. */
export interface TextContext {
  /** How many instances are done: `[ 1/12]`. */
  readonly count: string;
  readonly color: boolean;
  /** How the user started the program. */
  readonly program: string;
  /** Letters of a line of a stage that is cut, see `foldLine`. */
  readonly width: number;
  /** Instances that failed so far. */
  readonly failures: readonly string[];
  /** The command that shows the log of an instance. */
  readonly logCommand: (instance: string) => string;
  /** The headline metrics of a result in a few words. */
  readonly headline: (instance: string, key: string) => string;
  /** True for a line that was printed while its instance ran. */
  readonly wasPrinted: (instance: string, line: string) => boolean;
  /** What came out, as lines; empty where there is nothing to say. */
  readonly outcome: () => string;
}

/** The text that an event prints; `undefined` if it prints none. */
export function eventText(
  event: RunEvent,
  context: TextContext,
): string | undefined {
  const { count, failures, program } = context;
  const paint = (code: number, text: string) =>
    context.color ? `\x1b[${code}m${text}\x1b[0m` : text;
  switch (event.type) {
    case "log": {
      const line = `${
        " ".repeat(count.length)
      } ${event.instance}: ${event.line}`;
      return foldLine(line, context.width);
    }
    case "wait": {
      const { holder, what = "another process" } = event;
      const who = holder === null
        ? what
        : `process ${holder.pid} on ${holder.host} since ${holder.since}`;
      return `${count} ${event.instance}  waits for ${who}`;
    }
    case "done": {
      const { instance, key, seconds } = event;
      return `${paint(GREEN, count)} ${instance}  ${durationText(seconds)}  ${
        context.headline(instance, key)
      }`.trimEnd();
    }
    case "failed":
      return `${paint(RED, "failed")} ${failureLines(event, context)}`;
    case "again":
      return `${
        paint(YELLOW, "again ")
      } ${event.instance}  ${event.message}; what made it runs again`;
    case "skipped":
      return `${
        paint(YELLOW, "skipped")
      } ${event.instance}  a stage that it needs failed`;
    case "warning":
      return `${paint(YELLOW, "warning")}  ${event.message}`;
    case "sweep":
      return event.message;
    case "interrupted":
      return "stopping: running stages save their checkpoints; press Ctrl-C again to end them at once";
    case "show":
      return `\n${event.text.trimEnd()}\n`;
    case "published":
      return `${event.changed ? "wrote" : "kept "} ${event.path}`;
    case "summary":
      return [
        context.outcome().trimEnd(),
        // In a long run the lines of failures have scrolled away.
        failures.length === 0
          ? ""
          : `${paint(RED, "failed")}: ${failures.join(" ")}`,
        summaryText(event, program),
      ].filter((line) => line !== "").join("\n");
  }
  return undefined;
}

/** A failure: why, in one line, and the last lines that the stage wrote and nobody has seen yet. */
function failureLines(
  event: Extract<RunEvent, { type: "failed" }>,
  { logCommand, wasPrinted, width }: TextContext,
): string {
  const { instance, seconds, message, log, lines = [] } = event;
  const last = lines.at(-1)?.trim();
  const told = last !== undefined && message.endsWith(`: ${last}`);
  const unseen = lines.filter((line) => !wasPrinted(instance, line));
  // A message that ends with the last line would say it twice.
  const why = told && unseen.length > 1
    ? message.slice(0, -(last.length + 2))
    : message;
  const shown = told && unseen.length <= 1 ? [] : unseen;
  return [
    `${instance}  ${durationText(seconds)}  ${why}`,
    ...shown.map((line) => `  | ${foldLine(line, width)}`),
    ...log === undefined ? [] : [`  all of its log: ${logCommand(instance)}`],
  ].join("\n");
}

function summaryText(
  event: Extract<RunEvent, { type: "summary" }>,
  program: string,
): string {
  const counts = [`ran ${event.ran}`, `cached ${event.cached}`];
  if (event.ran > 0 || event.failed > 0) counts.push(`failed ${event.failed}`);
  if (event.skipped > 0) counts.push(`not run ${event.skipped}`);
  const next = (event.accept ?? []).map(({ command, digests }) =>
    `\nto accept ${digests.join(", ")}: ${program} ${command}`
  );
  return `${counts.join(", ")} in ${durationText(event.seconds)}${
    next.join("")
  }`;
}
