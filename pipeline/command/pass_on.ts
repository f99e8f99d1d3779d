import { writeAll } from "../../common/write_all.ts";

/** Most bytes of the last line, which explains a failure. */
const LAST_LINE = 4096;

/** Output of a program on its way to the log. */
export interface PassedOutput {
  /** Resolves when nothing holds the output open any more. */
  readonly ended: Promise<void>;
  /** The last line so far. */
  lastLine(): string;
  cancel(): void;
}

/**
 * Copies a stream of a program to standard error, which the scheduler keeps as the log. The bytes are not looked at:
 * gigabytes cost no memory.
 *
 * @param stream Standard output or standard error of the program.
 */
export function passOn(stream: ReadableStream<Uint8Array>): PassedOutput {
  const reader = stream.getReader();
  // A program may write one line in several pieces.
  let last = new Uint8Array();
  const copy = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      writeAll(Deno.stderr, value);
      last = value.length >= LAST_LINE
        ? value.slice(-LAST_LINE)
        : new Uint8Array([...last.slice(value.length - LAST_LINE), ...value]);
    }
  };
  return {
    ended: copy(),
    lastLine: () =>
      new TextDecoder().decode(last).trimEnd().split("\n").at(-1)!.trim(),
    cancel: () => {
      reader.cancel().catch(() => {});
    },
  };
}
