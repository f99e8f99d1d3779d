import { programName } from "./started_by.ts";
import { type TextPrinter, textPrinter } from "./text_printer.ts";
import { writeJson, writeRaw } from "./write_out.ts";

/** Prints a run; redraws its live line until it is closed. */
export type RunPrinter = Pick<TextPrinter, "report" | "close">;

/**
 * Prints a run on standard output: lines of JSON, or text with a live line if it is a terminal.
 *
 * @param options Format, and number of instances.
 */
export function runPrinter(
  options: { readonly json: boolean; readonly total: number },
): RunPrinter {
  if (options.json) {
    return {
      report: writeJson,
      close: () => {},
    };
  }
  const terminal = Deno.stdout.isTerminal();
  const printer = textPrinter({
    write: writeRaw,
    total: options.total,
    width: () => terminal ? consoleWidth() : undefined,
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

function consoleWidth(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 80;
  }
}
