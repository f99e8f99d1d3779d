import { durationText } from "../../../common/quantities.ts";
import {
  progressText,
  type TimedProgress,
} from "../../execution/live/progress_rate.ts";

/** Something at work: an instance, or software that is being prepared. */
export interface AtWork {
  readonly label: string;
  /** Start, in seconds on the printer's clock. */
  readonly began: number;
  readonly first?: TimedProgress;
  readonly last?: TimedProgress;
}

/** Time that the rest of a run takes. */
export interface TimeLeft {
  readonly seconds: number;
  /** True where it does not count instances of which nobody knows how long they take. */
  readonly least: boolean;
}

/** Letters of the bar. */
const BAR = 24;

/** What is at work in a line: its name, time, share, remaining time and note. */
export function workText(entry: AtWork, now: number): string {
  const { label, began, first, last } = entry;
  const text = first === undefined || last === undefined
    ? ""
    : progressText(first, last);
  return `${label}  ${durationText(now - began)}  ${text}`.trimEnd();
}

/**
 * Lines at the bottom of a terminal: one for the whole run, one for each stage at work.
 *
 * @param state `done` and `total`: numbers of instances; `size`: columns and rows of the terminal.
 */
export function liveLines(
  state: {
    readonly done: number;
    readonly total: number;
    readonly working: readonly AtWork[];
    readonly left: TimeLeft | undefined;
    readonly now: number;
    readonly size: { readonly columns: number; readonly rows: number };
  },
): string[] {
  const { done, total, working, left, now, size } = state;
  const share = total > 0
    ? Math.min(1, (done + partsDone(working)) / total)
    : 0;
  const full = Math.floor(BAR * share);
  const time = left === undefined
    ? ""
    : `  ${left.least ? "more than" : "about"} ${
      durationText(left.seconds)
    } left`;
  // A terminal of few rows keeps some for what was printed before.
  const room = Math.max(1, Math.floor(size.rows / 2) - 1);
  const shown = working.length > room ? working.slice(0, room - 1) : working;
  const more = working.length - shown.length;
  return [
    `[${"#".repeat(full)}${"-".repeat(BAR - full)}] ${done}/${total}${time}`,
    ...shown.map((entry) => `  ${workText(entry, now)}`),
    ...more > 0 ? [`  and ${more} more`] : [],
  ].map((line) => [...line].slice(0, size.columns - 1).join(""));
}

/** Instances done, counted by what those at work report of themselves. */
function partsDone(working: readonly AtWork[]): number {
  return working.reduce((sum, { last }) => {
    const { done = 0, total = 0 } = last?.progress ?? {};
    return sum + (total > 0 ? Math.min(1, done / total) : 0);
  }, 0);
}

/** Lines at the bottom of a terminal that are drawn again and again. */
export interface LiveBlock {
  /** Draws lines in the place of those before. */
  draw(lines: readonly string[]): void;
  /** Removes them. */
  clear(): void;
}

/** Creates a block without lines. */
export function liveBlock(write: (text: string) => void): LiveBlock {
  let height = 0;
  const erased = () =>
    height === 0 ? "" : `\r${height > 1 ? `\x1b[${height - 1}A` : ""}\x1b[J`;
  return {
    draw: (lines) => {
      // Without automatic wrapping a line of wide letters stays one line.
      write(`${erased()}\x1b[?7l${lines.join("\n")}\x1b[?7h`);
      height = lines.length;
    },
    clear: () => {
      if (height > 0) write(erased());
      height = 0;
    },
  };
}
