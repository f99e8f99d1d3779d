import { assertEquals } from "@std/assert";
import { cacheFolders } from "../store/cache_folders.ts";
import { beginHistory, readHistory } from "./run_history.ts";

Deno.test("readHistory() tells runs that ended from those that are at work, were killed, or are of another host", () => {
  const folders = cacheFolders(Deno.makeTempDirSync());
  const note = (name: string) =>
    beginHistory(folders, { pipeline: name, file: "a.yaml", arguments: "" });
  note("done")({ status: "done", seconds: 2, headline: "accuracy 0.4" });
  note("stopped")({ status: "interrupted", seconds: 1 });
  note("at work");
  const line = JSON.parse(
    Deno.readTextFileSync(folders.history).trimEnd().split("\n").at(-1)!,
  );
  const more = [
    { ...line, run: "1", pipeline: "killed", pid: 2 ** 22 + 1 },
    { ...line, run: "2", pipeline: "before", boot: "earlier" },
    { ...line, run: "3", pipeline: "elsewhere", boot: "b", host: "other" },
  ].map((one) => JSON.stringify(one)).join("\n");
  Deno.writeTextFileSync(folders.history, `${more}\n{"run": "torn`, {
    append: true,
  });
  assertEquals(
    readHistory(folders).map(({ pipeline, status }) => [pipeline, status]),
    [
      ["elsewhere", "unknown"],
      ["before", "killed"],
      ["killed", "killed"],
      ["at work", "running"],
      ["stopped", "interrupted"],
      ["done", "done"],
    ],
  );
  assertEquals(readHistory(folders).at(-1)?.headline, "accuracy 0.4");
  Deno.removeSync(folders.root, { recursive: true });
});
