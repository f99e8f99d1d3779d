import { assertEquals } from "@std/assert";
import { parseReceived, parseSigned } from "./received_record.ts";

const KEY = "a".repeat(64);
const FILE = { sha256: "b".repeat(64), size: 3, exec: false };

function record(out: unknown, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    schema: 1,
    key: KEY,
    instance: "a",
    outputs: { out },
    ...more,
  });
}

function isTaken(text: string): boolean {
  return parseReceived(text, { key: KEY, outputs: ["out"] }) !== undefined;
}

const file = (path: string, more: object = {}) => ({
  type: "file",
  path,
  ...FILE,
  ...more,
});
const dir = (path: string) => ({ type: "dir", path });
const link = (path: string, target: string) => ({ type: "link", path, target });
const tree = (...entries: unknown[]) => record({ type: "dir", entries });

Deno.test("parseReceived() takes records of files and folders", () => {
  assertEquals(isTaken(record({ type: "file", ...FILE })), true);
  assertEquals(isTaken(tree()), true);
  assertEquals(
    isTaken(tree(dir("a"), file("a/b"), link("a/c", "../d"), file("d"))),
    true,
  );
});

for (
  const [name, text] of Object.entries({
    "no JSON": "<html>",
    "another kind of value": "[]",
    "another schema": record({ type: "file", ...FILE }, { schema: 2 }),
    "another key": record({ type: "file", ...FILE }, { key: "c".repeat(64) }),
    "a field more": record({ type: "file", ...FILE }, { run: "rm" }),
    "another output": record(undefined, { outputs: { other: {} } }),
    "an output more": record(undefined, {
      outputs: {
        out: { type: "file", ...FILE },
        more: { type: "file", ...FILE },
      },
    }),
    "a digest that leads elsewhere": record({
      type: "file",
      ...FILE,
      sha256: "../../../../etc/passwd",
    }),
    "a digest in capitals": record({
      type: "file",
      ...FILE,
      sha256: "B".repeat(64),
    }),
    "a negative size": record({ type: "file", ...FILE, size: -1 }),
    "a size that is no whole number": record({
      type: "file",
      ...FILE,
      size: 0.5,
    }),
    "a path upwards": tree(file("../x")),
    "a path upwards inside": tree(dir("a"), file("a/../../x")),
    "an absolute path": tree(file("/etc/x")),
    "an empty path": tree(file("")),
    "an empty step": tree(dir("a"), file("a//b")),
    "a dot": tree(file("./a")),
    "a NUL": tree(file("a\0b")),
    "a file below nothing": tree(file("a/b")),
    "a file below a file": tree(file("a"), file("a/b")),
    "a file below a link": tree(link("a", "b"), file("a/c")),
    "a path twice": tree(file("a"), file("a")),
    "a link and a file of one name": tree(link("a", "b"), file("a")),
    "entries out of order": tree(file("b"), file("a")),
    "a link to the root": tree(link("a", "/etc/passwd")),
    "a link upwards": tree(link("a", "../x")),
    "a link upwards by a detour": tree(dir("a"), link("a/b", "../../x")),
    "a link upwards from behind another link": tree(
      dir("d"),
      link("d/up", ".."),
      link("m", "d/up/../../etc/passwd"),
    ),
    "a link upwards from behind what is not there": tree(link("m", "x/..")),
    "names that differ in case": tree(file("A"), file("a")),
    "names that differ in normal form": tree(file("e\u0301"), file("\u00e9")),
    "a link with a NUL": tree(link("a", "b\0")),
    "a device": tree({ type: "device", path: "a" }),
    "a list of outputs": record(undefined, { outputs: [] }),
  })
) {
  Deno.test(`parseReceived() refuses ${name}`, () => {
    assertEquals(isTaken(text), false);
  });
}

Deno.test("parseReceived() does not mistake __proto__ for an output", () => {
  const text =
    `{"schema":1,"key":"${KEY}","instance":"a","outputs":{"__proto__":{"type":"dir","entries":[]}}}`;
  assertEquals(isTaken(text), false);
});

Deno.test("parseSigned() reads signed records and nothing else", () => {
  const signed = { schema: 1, record: "{}", signer: "s", signature: "t" };
  assertEquals(parseSigned(JSON.stringify(signed)), { ...signed, schema: 1 });
  for (const text of ["", "{}", "null", JSON.stringify({ ...signed, x: 1 })]) {
    assertEquals(parseSigned(text), undefined);
  }
});
