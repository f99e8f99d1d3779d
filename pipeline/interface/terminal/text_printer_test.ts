import { assertEquals } from "@std/assert";
import type { RunEvent } from "../../execution/live/run_event.ts";
import { type RunDetails, textPrinter } from "./text_printer.ts";

function show(
  events: (RunEvent | number)[],
  columns?: number,
  details: RunDetails = {},
): string {
  let text = "";
  let now = 0;
  const printer = textPrinter({
    write: (part) => text += part,
    total: 12,
    ...details,
    size: () => columns === undefined ? undefined : { columns, rows: 10 },
    color: false,
    program: "sdarts",
    now: () => now,
  });
  for (const event of events) {
    if (typeof event === "number") {
      now += event;
      printer.tick();
    } else printer.report(event);
  }
  printer.close();
  return text;
}

const START: RunEvent = {
  type: "start",
  instance: "search@darts,seed=0",
  key: "k",
};

Deno.test("textPrinter() writes one line for a finished stage", () => {
  assertEquals(
    show([START, {
      type: "done",
      instance: "search@darts,seed=0",
      key: "k",
      seconds: 72,
    }]),
    "[ 1/12] search@darts,seed=0  1m 12s\n",
  );
});

Deno.test("textPrinter() reports a long stage every ten seconds with an estimate", () => {
  const progress = (done: number, note: string): RunEvent => ({
    type: "progress",
    instance: "search@darts,seed=0",
    progress: { done, total: 8, unit: "epoch", note },
  });
  assertEquals(
    show([
      START,
      1,
      progress(1, "epoch 1/8"),
      6,
      progress(3, "epoch 3/8"),
      4,
      2,
    ]),
    "[ 0/12] search@darts,seed=0  11s  37%  eta 15s  epoch 3/8\n",
  );
});

Deno.test("textPrinter() counts instances, and omits counts of what did not happen", () => {
  const summary = {
    type: "summary",
    ran: 0,
    cached: 25,
    failed: 0,
    skipped: 0,
    seconds: 0.6,
  } as const;
  assertEquals(show([summary]), "ran 0, cached 25 in 0.6s\n");
  assertEquals(
    show([{ ...summary, ran: 25, cached: 0, seconds: 432 }]),
    "ran 25, cached 0, failed 0 in 7m 12s\n",
  );
  assertEquals(
    show([{ ...summary, ran: 3, cached: 0, failed: 1, skipped: 2 }]),
    "ran 3, cached 0, failed 1, not run 2 in 0.6s\n",
  );
});

Deno.test("textPrinter() ends with the command that accepts what has changed", () => {
  const failed = { type: "failed", instance: "files", seconds: 0 } as const;
  const accept = [{
    command: "accept a.yaml files",
    digests: ["listing: 12"],
  }];
  const counts = { ran: 0, cached: 2, failed: 1, skipped: 0, seconds: 1 };
  assertEquals(
    show([
      { ...failed, message: "the folder /a changed" },
      { type: "summary", ...counts, accept },
    ]),
    "failed files  0.0s  the folder /a changed\n" +
      "failed: files\nran 0, cached 2, failed 1 in 1.0s\n" +
      "to accept listing: 12: sdarts accept a.yaml files\n",
  );
});

const FAILED = {
  type: "failed",
  instance: "search@darts,seed=0",
  seconds: 3,
  log: "a.log",
} as const;

for (
  const [name, message, lines, expected] of [
    [
      "why a stage failed in one line, with the command that shows its log",
      "Expected x",
      [],
      "failed search@darts,seed=0  3.0s  Expected x\n",
    ],
    [
      "what a program wrote last, once",
      "python3 exited with code 3: ValueError: no",
      ["Traceback", "ValueError: no"],
      "failed search@darts,seed=0  3.0s  python3 exited with code 3\n" +
      "  | Traceback\n  | ValueError: no\n",
    ],
    [
      "a single last line in the message alone",
      "sh exited with code 7: almost",
      ["almost"],
      "failed search@darts,seed=0  3.0s  sh exited with code 7: almost\n",
    ],
    [
      "no line that was printed while the stage ran",
      "Expected x",
      ["epoch 1", "loss nan"],
      "failed search@darts,seed=0  3.0s  Expected x\n  | loss nan\n",
    ],
  ] as const
) {
  Deno.test(`textPrinter() shows ${name}`, () => {
    const line = "epoch 1";
    const seen: RunEvent[] = [
      { ...START },
      { type: "log", instance: FAILED.instance, line },
    ];
    assertEquals(
      show([...seen, { ...FAILED, message, lines }]),
      `        search@darts,seed=0: epoch 1\n${expected}` +
        "  all of its log: sdarts log search@darts,seed=0\n",
    );
  });
}

Deno.test("textPrinter() says what came out of a stage and of the run, and folds long lines", () => {
  const instance = "search@darts,seed=0";
  const text = show(
    [
      START,
      { type: "log", instance, line: "genotype " + "x".repeat(300) },
      { type: "done", instance, key: "k", seconds: 1 },
      { type: "summary", ran: 1, cached: 0, failed: 0, skipped: 0, seconds: 1 },
    ],
    undefined,
    {
      headline: (_, key) => `accuracy of ${key}`,
      outcome: () => "search  accuracy  0.4\n",
    },
  );
  assertEquals(
    text,
    `        search@darts,seed=0: genotype ${"x".repeat(68)} ... 232 more
[ 1/12] search@darts,seed=0  1.0s  accuracy of k
search  accuracy  0.4
ran 1, cached 0, failed 0 in 1.0s
`,
  );
});

Deno.test("textPrinter() draws the run and each running stage in a line of its own, and removes them before other lines", () => {
  const other = "hessian@a-name-that-is-too-long-for-a-line";
  assertEquals(
    show(
      [START, { type: "start", instance: other, key: "h" }, 1, {
        type: "done",
        instance: "search@darts,seed=0",
        key: "k",
        seconds: 1,
      }],
      40,
      { timeLeft: () => ({ seconds: 90, least: true }) },
    ),
    "\x1b[?7l[------------------------] 0/12  more t\n" +
      "  search@darts,seed=0  1.0s\n" +
      "  hessian@a-name-that-is-too-long-for-a\x1b[?7h" +
      "\r\x1b[2A\x1b[J[ 1/12] search@darts,seed=0  1.0s\n",
  );
});
