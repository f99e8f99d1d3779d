import { assert, assertEquals, assertLess } from "@std/assert";
import type { StageMessage } from "../job/stage_message.ts";
import { outputReader } from "./output_reader.ts";

const MARK = "\x1ek3y ";

function read(pieces: readonly string[], mark?: string) {
  const messages: StageMessage[] = [];
  let text = "";
  const decoder = new TextDecoder();
  const reader = outputReader(mark, {
    onMessage: (message) => messages.push(message),
    onOutput: (bytes) => text += decoder.decode(bytes, { stream: true }),
  });
  pieces.forEach((piece) => reader.take(new TextEncoder().encode(piece)));
  reader.end();
  return { messages, text };
}

const LOG = `${MARK}{"type":"log","line":"a"}\n`;

Deno.test("outputReader() finds messages between text, however the pieces are cut", () => {
  const whole = `before\n${LOG}between ${MARK}no message\n${LOG}after`;
  const expected = {
    messages: [{ type: "log", line: "a" }, { type: "log", line: "a" }],
    text: `before\nbetween ${MARK}no message\nafter`,
  };
  assertEquals(read([whole], MARK) as unknown, expected);
  assertEquals(read([...whole], MARK) as unknown, expected);
  for (let cut = 1; cut < whole.length; cut++) {
    assertEquals(
      read([whole.slice(0, cut), whole.slice(cut)], MARK) as unknown,
      expected,
    );
  }
});

Deno.test("outputReader() takes no message without the mark of its process, and none from a stream that has none", () => {
  const line = '\x1e{"type":"done"}\n\x1enull\n';
  assertEquals(read([line], MARK), { messages: [], text: line });
  assertEquals(read([LOG]), { messages: [], text: LOG });
});

Deno.test("outputReader() passes on marked text that is no message", () => {
  for (
    const text of [
      "null",
      "1",
      "[]",
      '{"type":"progress"}',
      '{"type":"progress","progress":{"done":"1","total":2,"unit":"x"}}',
      `{"type":"log","line":${"[".repeat(200_000)}`,
      `{"type":"log","line":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
      '{"type":"measure","name":"a","value":null}',
      '{"type":"failed"}',
    ]
  ) {
    const line = `${MARK}${text}\n`;
    assertEquals(read([line], MARK), { messages: [], text: line });
  }
});

Deno.test("outputReader() is linear in the bytes of an endless line, marked or not", () => {
  const piece = new Uint8Array(1 << 16).fill(120);
  for (const begin of ["", MARK]) {
    let count = 0;
    const reader = outputReader(MARK, {
      onMessage: () => {},
      onOutput: (bytes) => count += bytes.length,
    });
    const began = performance.now();
    reader.take(new TextEncoder().encode(begin));
    for (let i = 0; i < 4096; i++) reader.take(piece);
    reader.end();
    assertEquals(count, begin.length + 4096 * piece.length);
    // 256 MiB; when each piece was joined to the line so far, 64 MiB took 80 s
    assertLess(performance.now() - began, 20_000);
  }
});

Deno.test("outputReader() shows the updates of a progress bar before its line ends", () => {
  let text = "";
  const reader = outputReader(MARK, {
    onMessage: () => {},
    onOutput: (bytes) => text += new TextDecoder().decode(bytes),
  });
  reader.take(new TextEncoder().encode("1 %\r2 %\r"));
  assert(text.endsWith("2 %\r"));
});
