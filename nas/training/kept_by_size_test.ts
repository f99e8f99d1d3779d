import { assertEquals } from "@std/assert";
import { keptBySize } from "./kept_by_size.ts";

Deno.test("keptBySize() frees what was asked for longest ago, never what was asked for last, and the rest at the end", () => {
  const log: string[] = [];
  const kept = keptBySize((size) => {
    log.push(`make ${size}`);
    return `${size}`;
  }, { dispose: (value) => log.push(`free ${value}`), most: 2 });
  for (const size of [1, 2, 1, 3, 1, 2]) assertEquals(kept(size), `${size}`);
  assertEquals(log, [
    "make 1",
    "make 2",
    "make 3",
    "free 2",
    "make 2",
    "free 3",
  ]);
  kept.disposeAll();
  assertEquals(log.slice(6), ["free 1", "free 2"]);
  assertEquals(kept(1), "1");
  assertEquals(log.at(-1), "make 1");
});
