import { assertEquals } from "@std/assert";
import type { RunEvent } from "../../execution/live/run_event.ts";
import { textPrinter } from "./text_printer.ts";

function show(events: (RunEvent | number)[], width?: number): string {
  let text = "";
  let now = 0;
  const printer = textPrinter({
    write: (part) => text += part,
    total: 12,
    width: () => width,
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

Deno.test("textPrinter() shows why a stage failed in one line with its log", () => {
  assertEquals(
    show([START, {
      type: "failed",
      instance: "search@darts,seed=0",
      seconds: 3,
      message: "Expected x",
      log: "a.log",
    }]),
    "failed search@darts,seed=0  3.0s  Expected x (log: a.log)\n",
  );
});

Deno.test("textPrinter() draws a live line on a terminal and removes it before other lines", () => {
  assertEquals(
    show([START, 1, {
      type: "done",
      instance: "search@darts,seed=0",
      key: "k",
      seconds: 1,
    }], 40),
    "[ 0/12] search@darts,seed=0  1.0s\r\x1b[2K[ 1/12] search@darts,seed=0  1.0s\n",
  );
});
