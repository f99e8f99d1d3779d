import { assertEquals } from "@std/assert";
import { z } from "zod";
import { hasRecordShape, RECORD_FIELDS } from "./record_shape.ts";

const HEX = "0123456789abcdef".repeat(4);
const FILE = { type: "file", sha256: HEX, size: 3, exec: false };
const FOLDER = { type: "dir", entries: [{ ...FILE, path: "a/b" }] };

Deno.test("hasRecordShape() takes and refuses the records that the schema takes and refuses", () => {
  const schema = z.object(RECORD_FIELDS);
  const records: [sound: boolean, record: object][] = [
    ...[FILE, FOLDER].map((one): [boolean, object] => [true, record({ one })]),
    [true, record({})],
    [true, record({ one: FILE, two: FOLDER })],
    ...[
      { ...FILE, sha256: HEX.toUpperCase() },
      { ...FILE, sha256: `${HEX}\n` },
      { ...FILE, sha256: 1 },
      { ...FILE, size: -1 },
      { ...FILE, size: 0.5 },
      { ...FILE, size: "3" },
      { ...FILE, exec: 0 },
      { ...FILE, path: "../../x" },
      { ...FILE, type: "link" },
      { type: "file", sha256: HEX, size: 3 },
      { type: "dir", entries: [{ ...FILE, path: "../x" }] },
      { type: "dir", entries: [{ ...FILE, path: "a//b" }] },
      null,
      [],
      "file",
    ].map((one): [boolean, object] => [false, record({ one })]),
    [false, record(null)],
    [false, record([FILE])],
    [false, record("x")],
    [false, { ...record({}), schema: 2 }],
    [false, { ...record({}), key: 1 }],
    [false, { ...record({}), instance: null }],
    [false, {}],
  ];
  for (const [sound, value] of records) {
    const text = JSON.stringify(value);
    assertEquals(hasRecordShape(value), sound, text);
    assertEquals(schema.safeParse(value).success, sound, text);
  }
});

function record(outputs: unknown): object {
  return { schema: 1, key: HEX, instance: "a", outputs };
}
