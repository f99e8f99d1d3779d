import { assertEquals, assertThrows } from "@std/assert";
import { createPythonReader } from "./python_reader.ts";

Deno.test("the reader takes names, texts, numbers and punctuation and skips comments", () => {
  const reader = createPythonReader(
    `Genotype(  # a cell\n  normal=['a', "b", -12])`,
    "x.py",
  );
  assertEquals(reader.peekName(), "Genotype");
  assertEquals(reader.name(), "Genotype");
  reader.take("(");
  assertEquals(reader.name(), "normal");
  assertEquals(["=", "["].map((token) => reader.take(token)), ["=", "["]);
  assertEquals(reader.literal(), "a");
  assertEquals([
    reader.next(","),
    reader.take(),
    reader.literal(),
    reader.take(","),
  ], [true, ",", "b", ","]);
  assertEquals(reader.peekName(), undefined);
  assertEquals([reader.integer(), reader.take("]"), reader.take(")")], [
    -12,
    "]",
    ")",
  ]);
  reader.end();
});

Deno.test("the reader names place, line and column of what it did not expect", () => {
  const cases: [
    string,
    (reader: ReturnType<typeof createPythonReader>) => unknown,
    string,
  ][] = [
    ["\n  [", (r) => r.name(), "Expected a name but found [ in x.py:2:3"],
    ["a", (r) => r.integer(), "Expected a number but found a in x.py:1:1"],
    [
      "",
      (r) => r.take("("),
      "Expected ( but found the end of the text in x.py:1:1",
    ],
    [
      "( 1",
      (r) => [r.take(), r.end()],
      "Expected the end of the text but found 1 in x.py:1:3",
    ],
    [
      "range",
      (r) => r.literal(),
      "Expected a text, a number, a list or range(...) but found range in x.py:1:1",
    ],
  ];
  for (const [text, read, message] of cases) {
    assertEquals(
      assertThrows(() => read(createPythonReader(text, "x.py")), SyntaxError)
        .message,
      message,
    );
  }
  const stray = assertThrows(
    () => createPythonReader("\n+{}", "x.py").take(),
    SyntaxError,
  );
  assertEquals(
    stray.message,
    `Expected a name, a text, a number or one of ( ) [ ] { } , = : . but found "+" in x.py:2:1`,
  );
});

Deno.test("the reader takes what closes a line for its end, and nothing else", () => {
  for (const rest of ["", ";", `"]);`, ") # as published", ".'"]) {
    const reader = createPythonReader(`u'a' ${rest}`, "x.py");
    assertEquals([reader.literal(), reader.offset()], ["a", 5]);
    reader.end();
  }
  const reader = createPythonReader(`-1.5e3; x`, "x.py");
  assertEquals(reader.literal(), -1500);
  assertThrows(() => reader.end(), SyntaxError);
});
