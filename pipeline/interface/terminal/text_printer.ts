import { printable } from "../../../common/printable.ts";
import { withoutLogins } from "../../../common/without_logins.ts";
import type { RunEvent } from "../../execution/live/run_event.ts";
import { eventText, type TextContext } from "./event_text.ts";
import { liveBlock, liveLines, type TimeLeft, workText } from "./live_block.ts";
import { seenRun, type Working } from "./seen_run.ts";

/** Prints a run for a person. */
export interface TextPrinter {
  report(event: RunEvent): void;
  /** Reports on long stages; call it about five times a second. */
  tick(): void;
  close(): void;
}

/** What a printer is told of a run besides its events. All have defaults that say nothing. */
export interface RunDetails {
  /** The headline metrics of a result in a few words. */
  readonly headline?: (instance: string, key: string) => string;
  /** What came out, as lines, when the run ends. */
  readonly outcome?: () => string;
  /** The command that shows the log of an instance. */
  readonly logCommand?: (instance: string) => string;
  /** Time that the instances take that have not ended. */
  readonly timeLeft?: (
    ended: ReadonlySet<string>,
    working: readonly Working[],
    now: number,
  ) => TimeLeft | undefined;
}

/** Where a printer writes. */
export interface TextPrinterOptions extends RunDetails {
  readonly write: (text: string) => void;
  /** Number of instances of the run. */
  readonly total: number;
  /** Size of the terminal for live lines; `undefined` if the output is no terminal. */
  readonly size: () =>
    | { readonly columns: number; readonly rows: number }
    | undefined;
  readonly color: boolean;
  /** How the user started the program, for a command line that is recommended. */
  readonly program: string;
  /** Clock in seconds. */
  readonly now: () => number;
}

/** Seconds after which a running stage reports again where there is no live line, and their share of its time so far. */
const INTERVAL = { least: 10, share: 0.1 };

/** Letters of a line of a stage that is cut. */
const WIDTH = 120;

/**
 * Prints plain lines: one for each finished stage, with its headline metrics, and the last lines of a failed one. On a
 * terminal there are live lines at the bottom, for the run and for each running stage; elsewhere a running stage prints
 * a line after ten seconds, and later less often.
 *
 * @param options Where to write.
 */
export function textPrinter(options: TextPrinterOptions): TextPrinter {
  const { write, size, now } = options;
  const state = seenRun(options.total, now);
  const block = liveBlock(write);
  const print = (line: string) => {
    block.clear();
    write(`${line}\n`);
  };
  const count = () => {
    const total = String(state.total());
    return `[${String(state.finished.size).padStart(total.length)}/${total}]`;
  };
  const context = (): TextContext => ({
    count: count(),
    color: options.color,
    program: options.program,
    width: Math.min(size()?.columns ?? WIDTH, WIDTH),
    failures: state.failures,
    logCommand: options.logCommand ??
      ((instance) => `${options.program} log ${instance}`),
    headline: options.headline ?? (() => ""),
    wasPrinted: state.wasPrinted,
    outcome: options.outcome ?? (() => ""),
  });
  return {
    report: (unsafe) => {
      // It prints nothing, and in a run without work there are thousands.
      if (unsafe.type === "cached") return state.note(unsafe);
      const event = printableEvent(unsafe);
      state.note(event);
      const text = eventText(event, context());
      if (text !== undefined) print(text);
    },
    tick: () => {
      const time = now();
      const working = state.working();
      const terminal = size();
      if (terminal !== undefined) {
        if (working.length === 0) return block.clear();
        const left = options.timeLeft?.(state.ended, working, time);
        return block.draw(liveLines({
          done: state.finished.size,
          total: state.total(),
          working,
          left,
          now: time,
          size: terminal,
        }));
      }
      for (const entry of working) {
        const pause = Math.max(
          INTERVAL.least,
          INTERVAL.share * (time - entry.began),
        );
        if (time - entry.said < pause) continue;
        entry.said = time;
        print(`${count()} ${workText(entry, time)}`);
      }
    },
    close: block.clear,
  };
}

/** The event with the texts of stages made fit for a terminal: no line of theirs looks like one of ours. */
function printableEvent(event: RunEvent): RunEvent {
  return mapTexts(
    event,
    (text) => {
      const shown = withoutLogins(printable(text));
      return event.type === "show" ? shown : shown.replaceAll("\n", "\n    ");
    },
  );
}

function mapTexts<T>(value: T, map: (text: string) => string): T {
  if (typeof value === "string") return map(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item) => mapTexts(item, map)) as T;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTexts(item, map)]),
  ) as T;
}
