import { assertEquals } from "@std/assert";
import { averagingBegins } from "./averaging_trigger.ts";

Deno.test("averaging begins where a loss exceeds the best of all but the last five epochs before it", () => {
  const falling = [9, 8, 7, 6, 5];
  // five epochs before it: none but these
  assertEquals(averagingBegins([...falling, 10]), false);
  // the best of the first one alone
  assertEquals(averagingBegins([...falling, 4, 8.5]), false);
  assertEquals(averagingBegins([...falling, 4, 9.5]), true);
  assertEquals(averagingBegins([3, ...falling, 3]), false);
  assertEquals(averagingBegins([3, ...falling, 3.1]), true);
  assertEquals(averagingBegins([]), false);
});
