import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { type FileOutcome, runTestFiles } from "./run_test_files.ts";
import { tempFolder } from "./temp_folder.ts";

const FILES = {
  "good_test.ts":
    `Deno.test("one", () => {}); Deno.test({ name: "two", ignore: true, fn() {} });`,
  "bad_test.ts":
    `Deno.test("one", () => {}); Deno.test("two", () => { throw new Error("on purpose"); });`,
  "killed_test.ts":
    `Deno.test("one", () => {}); Deno.test("two", () => Deno.kill(Deno.pid, "SIGKILL"));`,
  "slow_test.ts": `Deno.test("one", () => { for (;;); });`,
  "last_test.ts": `Deno.test("one", () => {});`,
};

Deno.test("each test file has its outcome, though some fail, end the process or never end", async () => {
  using folder = tempFolder();
  for (const [name, text] of Object.entries(FILES)) {
    Deno.writeTextFileSync(join(folder.path, name), text);
  }
  const found: [string, FileOutcome][] = [];
  const names = Object.keys(FILES);
  const run = { deno: [Deno.execPath()], root: folder.path, env: {}, limit: 1 };
  for await (const one of runTestFiles(names, run)) found.push(one);
  assertEquals(found.map(([name]) => name), names);
  const [good, bad, killed, slow, last] = found.map(([, outcome]) => outcome);
  assertEquals(good, { passed: 1, ignored: 1, failed: [] });
  assertEquals([bad!.passed, bad!.failed[0]!.name], [1, "two"]);
  assertEquals(bad!.failed[0]!.why.split("\n")[0], "Error: on purpose");
  const ended = (why: string) => [{ name: "", why }];
  assertEquals(killed!.failed, ended("ended the process with SIGKILL"));
  assertEquals(
    slow!.failed,
    ended("took more than 1 seconds of the processor"),
  );
  assertEquals(last, { passed: 1, ignored: 0, failed: [] });
});
