import { assertEquals, assertNotEquals } from "@std/assert";
import { cacheFolders } from "../store/cache_folders.ts";
import { exists } from "../../base/read_files.ts";
import { removeDrafts } from "../../execution/run/publish.ts";
import { readRuns, recordRun } from "./run_record.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

const run = (key: string) => ({
  pipeline: "p",
  file: "p.yaml",
  time: "2026-01-01T00:00:00.000Z",
  commit: null,
  keys: new Map([["stage", key]]),
});

function withCache(
  body: (folders: ReturnType<typeof cacheFolders>) => void,
): void {
  using root = tempFolder();
  body(cacheFolders(root.path));
}

const order = (folders: ReturnType<typeof cacheFolders>) =>
  readRuns(folders).map(({ keys }) => keys["stage"]);

Deno.test("readRuns() has the run that was used last first, though the clock was ten years ahead before", () => {
  withCache((folders) => {
    recordRun(folders, run("a"), { temp: folders.temp });
    const { id } = readRuns(folders)[0]!;
    const ahead = new Date(Date.now() + 10 * 365 * 86_400_000);
    Deno.utimeSync(`${folders.runs}/${id}.json`, ahead, ahead);
    recordRun(folders, run("b"), { temp: folders.temp });
    assertEquals(order(folders), ["b", "a"]);
    recordRun(folders, run("a"), { temp: folders.temp });
    assertEquals(order(folders), ["a", "b"]);
  });
});

Deno.test("recordRun() with the record that was read gives the same name, and writes one that is gone", () => {
  withCache((folders) => {
    const at = { temp: folders.temp };
    const id = recordRun(folders, run("a"), at);
    const last = readRuns(folders)[0]!;
    assertEquals(recordRun(folders, run("a"), { ...at, last }), id);
    Deno.removeSync(`${folders.runs}/${id}.json`);
    assertEquals(recordRun(folders, run("a"), { ...at, last }), id);
    assertEquals(order(folders), ["a"]);
    assertNotEquals(recordRun(folders, run("b"), { ...at, last }), id);
    assertEquals(order(folders), ["b", "a"]);
  });
});

Deno.test("recordRun() writes a record anew that is torn or has a flipped bit", () => {
  withCache((folders) => {
    recordRun(folders, run("a"), { temp: folders.temp });
    const { id } = readRuns(folders)[0]!;
    const path = `${folders.runs}/${id}.json`;
    const text = Deno.readTextFileSync(path);
    for (const damage of [text.slice(0, 40), text.replace('"a"', '"c"'), ""]) {
      Deno.writeTextFileSync(path, damage);
      assertEquals(order(folders), []);
      recordRun(folders, run("a"), { temp: folders.temp });
      assertEquals(order(folders), ["a"]);
    }
  });
});

Deno.test("removeDrafts() takes what a dead run left, and nothing of a living one or of the user", () => {
  withCache((folders) => {
    const [living, dead] = [crypto.randomUUID(), crypto.randomUUID()];
    const results = `${folders.root}/results`;
    Deno.mkdirSync(`${folders.temp}/${living}`, { recursive: true });
    Deno.mkdirSync(results);
    const names = [`.${living}.1.part`, `.${dead}.1.part`, "mine.part"];
    for (const name of names) Deno.writeTextFileSync(`${results}/${name}`, "");
    removeDrafts(results, folders);
    assertEquals(
      names.map((name) => exists(`${results}/${name}`)),
      [true, false, true],
    );
  });
});
