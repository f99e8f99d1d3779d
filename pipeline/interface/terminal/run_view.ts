import { textView, type View } from "./text_view.ts";
import { writeOut } from "./write_out.ts";

/** Shows a run; redraws itself until it is closed. */
export type RunView = Pick<View, "report" | "close">;

/**
 * What shows a run on this process's standard output: lines of JSON, or text with bars where that is a terminal.
 *
 * @param options Form, and number of instances.
 * @returns The view.
 */
export function runView(
  options: { readonly json: boolean; readonly total: number },
): RunView {
  if (options.json) {
    return {
      report: (event) => writeOut(`${JSON.stringify(event)}\n`),
      close: () => {},
    };
  }
  const terminal = Deno.stdout.isTerminal();
  const view = textView({
    write: writeOut,
    total: options.total,
    width: () => terminal ? consoleWidth() : undefined,
    color: terminal && !Deno.noColor,
    now: () => performance.now() / 1000,
  });
  const timer = setInterval(view.tick, 200);
  return {
    report: view.report,
    close: () => {
      clearInterval(timer);
      view.close();
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
