import { assertEquals } from "@std/assert";
import { longTimer } from "./long_timer.ts";

Deno.test("longTimer() waits for months in pieces that setTimeout() can wait for", () => {
  for (const days of [0.001, 24, 25, 30, 400]) {
    let called = 0;
    let waited = 0;
    const queue: (() => void)[] = [];
    longTimer(() => called++, days * 864e5, (call, milliseconds) => {
      waited += milliseconds;
      assertEquals(milliseconds < 2 ** 31, true);
      queue.push(call);
      return 0;
    });
    for (let next = queue.shift(); next; next = queue.shift()) {
      assertEquals(called, 0);
      next();
    }
    assertEquals(called, 1);
    assertEquals(Math.round(waited), Math.round(days * 864e5));
  }
});

Deno.test("longTimer() does not call what was cleared", async () => {
  let called = 0;
  longTimer(() => called++, 5).clear();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assertEquals(called, 0);
});
