import { assertEquals } from "@std/assert";
import { dataWait } from "./data_wait.ts";

Deno.test("dataWait() counts what loading takes, and nothing else", () => {
  let time = 100;
  const spend = <T>(milliseconds: number, result: T) => {
    time += milliseconds;
    return result;
  };
  const wait = dataWait(() => time);
  assertEquals(wait.share(), 0);
  const load = wait.timed((epoch: number, step: number) =>
    spend(3, epoch + step)
  );
  assertEquals(load(4, 5), 9);
  spend(57, null);
  assertEquals(wait.share(), 0.05);
  const each = wait.timedEach(function* (epoch: number) {
    yield spend(1, epoch);
    yield spend(1, epoch + 1);
  });
  const seen: number[] = [];
  for (const item of each(7)) seen.push(spend(17, item));
  assertEquals(seen, [7, 8]);
  assertEquals(wait.share(), 5 / 96);
});
