import { assertEquals, assertRejects } from "@std/assert";
import { reportProgress } from "./report_progress.ts";

Deno.test("reportProgress() lets the event loop turn, and throws after an abort", async () => {
  const reported: unknown[] = [];
  const aborter = new AbortController();
  const context = {
    progress: (progress: unknown) => reported.push(progress),
    signal: aborter.signal,
  };
  const done = { done: 1, total: 2, unit: "step" };
  await reportProgress(context, done);
  setTimeout(() => aborter.abort(new Error("stopped")), 0);
  await assertRejects(() => reportProgress(context, done), Error, "stopped");
  assertEquals(reported, [done, done]);
});
