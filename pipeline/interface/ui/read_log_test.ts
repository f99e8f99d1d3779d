import { assertEquals } from "@std/assert";
import { cacheFolders } from "../../cache/store/cache_folders.ts";
import { readLog } from "./read_log.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

Deno.test("readLog() continues at an offset, starts near the end of a long log, and finds attempts", async () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  await Deno.mkdir(folders.logs);
  const key = "ab".repeat(32);
  const write = (name: string, text: string) =>
    Deno.writeTextFileSync(`${folders.logs}/${name}`, text);
  const read = (attempt: number, from?: number) =>
    readLog(folders, key, { attempt, from });
  assertEquals(read(0), undefined);
  write(`${key}.log`, "\x1b[1;31mone\x1b[0m\ntwo\n");
  write(`${key}.1.log`, "first\n");
  write(`${key}.10.log`, "tenth\n");
  write(`${key}x.log`, "another's\n");
  assertEquals(read(0), {
    attempt: 0,
    attempts: [1, 10, 0],
    from: 0,
    next: 19,
    text: "one\ntwo\n",
  });
  assertEquals(read(1)?.text, "first\n");
  assertEquals(read(2), undefined);
  assertEquals([read(0, 15)?.text, read(0, 15)?.next], ["two\n", 19]);
  assertEquals(read(0, 19)?.text, "");
  // a log that began anew
  write(`${key}.log`, "new\n");
  assertEquals([read(0, 19)?.from, read(0, 19)?.text], [0, "new\n"]);
  write(`${key}.log`, `${"a".repeat(2 ** 18)}end`);
  const end = read(0)!;
  assertEquals([end.from, end.text.length], [3, 2 ** 18]);
  assertEquals(end.text.endsWith("aend"), true);
  // pieces follow each other
  const first = read(0, 0)!;
  assertEquals(first.next, 2 ** 18);
  assertEquals(read(0, first.next)?.text, "end");
});
