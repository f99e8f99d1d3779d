import { assertEquals } from "@std/assert";
import { appendJournal, provenanceOf, readJournal } from "./journal.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

Deno.test("appendJournal() adds one JSON line an entry", () => {
  using folder = tempFolder();
  const path = `${folder.path}/journal.jsonl`;
  const entry = {
    pipeline: "p",
    instance: "a",
    key: "k",
    status: "done",
    seconds: 1.5,
  } as const;
  const context = {
    provenance: { commit: "c", host: "h", deno: "2" },
    time: new Date(0),
  };
  appendJournal(path, entry, context);
  appendJournal(path, { ...entry, status: "failed", message: "m" }, context);
  const lines = Deno.readTextFileSync(path).trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  const shared = {
    time: "1970-01-01T00:00:00.000Z",
    ...entry,
    ...context.provenance,
  };
  assertEquals(lines, [shared, {
    ...shared,
    status: "failed",
    message: "m",
  }]);
  // A line of a full disk or of another program is no entry.
  Deno.writeTextFileSync(path, 'null\n3\n{"key": "k"}\n{"key": "k", "sec', {
    append: true,
  });
  assertEquals(readJournal(path).map(({ status }) => status), [
    "done",
    "failed",
  ]);
  // The torn line does not spoil the next entry.
  appendJournal(path, { ...entry, status: "stopped" }, context);
  assertEquals(readJournal(path).map(({ status }) => status), [
    "done",
    "failed",
    "stopped",
  ]);
  assertEquals(readJournal(`${folder.path}/none`), []);
});

for (
  const [name, files, expected] of [
    ["a branch", {
      "HEAD": "ref: refs/heads/main\n",
      "refs/heads/main": "abc\n",
    }, "abc"],
    ["a packed branch", {
      "HEAD": "ref: refs/heads/main\n",
      "packed-refs": "# pack\ndef refs/heads/main\n",
    }, "def"],
    ["a detached head", { "HEAD": "123\n" }, "123"],
    ["no checkout", {}, null],
  ] as [string, Record<string, string>, string | null][]
) {
  Deno.test(`provenanceOf() finds the commit of ${name}`, () => {
    using folder = tempFolder();
    Deno.mkdirSync(`${folder.path}/.git/refs/heads`, { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      Deno.writeTextFileSync(`${folder.path}/.git/${path}`, text);
    }
    assertEquals(provenanceOf(folder.path).commit, expected);
  });
}
