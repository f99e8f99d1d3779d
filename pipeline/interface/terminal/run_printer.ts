import { ifPossible } from "../../../common/if_possible.ts";
import { programName } from "./started_by.ts";
import {
  type RunDetails,
  type TextPrinter,
  textPrinter,
} from "./text_printer.ts";
import { writeJson, writeRaw } from "./write_out.ts";

/** Prints a run; redraws its live line until it is closed. */
export type RunPrinter = Pick<TextPrinter, "report" | "close">;

/**
 * Prints a run on standard output: lines of JSON, or text with a live line if it is a terminal.
 *
 * @param options Format, number of instances, and what the text says besides.
 */
export function runPrinter(
  options: RunDetails & { readonly json: boolean; readonly total: number },
): RunPrinter {
  if (options.json) {
    return {
      report: writeJson,
      close: () => {},
    };
  }
  // A dumb terminal cannot move its cursor.
  const terminal = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  const printer = textPrinter({
    ...options,
    write: writeRaw,
    size: () => terminal ? consoleSize() : undefined,
    color: terminal && !Deno.noColor,
    program: programName(),
    now: () => performance.now() / 1000,
  });
  const timer = setInterval(printer.tick, 200);
  return {
    report: printer.report,
    close: () => {
      clearInterval(timer);
      printer.close();
    },
  };
}

function consoleSize(): { readonly columns: number; readonly rows: number } {
  const { columns, rows } = ifPossible(Deno.consoleSize) ?? {};
  return { columns: columns || 80, rows: rows || 24 };
}
