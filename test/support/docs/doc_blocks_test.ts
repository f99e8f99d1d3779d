import { assertEquals, assertThrows } from "@std/assert";
import { applyDiff, docBlocks, missingLine, namedFile } from "./doc_blocks.ts";

const FENCE = "```";

Deno.test("docBlocks() gives each fenced block with its language and line", () => {
  const blocks = docBlocks(
    `# A\n${FENCE}yaml\n# a.yaml\nx: 1\n${FENCE}\ntext\n${FENCE}sh ignore\nls\n${FENCE}\n`,
  );
  assertEquals(blocks, [
    { language: "yaml", line: 2, text: "# a.yaml\nx: 1\n" },
    { language: "sh", line: 7, text: "ls\n" },
  ]);
  assertEquals(blocks.map(namedFile), ["a.yaml", undefined]);
});

Deno.test("applyDiff() changes the one place that its lines name", () => {
  const diff = "# a.ts\n one\n-two\n+2\n+3\n";
  assertEquals(
    applyDiff(diff, "zero\none\ntwo\nend\n", "a"),
    "zero\none\n2\n3\nend\n",
  );
  assertThrows(
    () => applyDiff(diff, "one\nthree\n", "a.ts"),
    Error,
    "0 times in a.ts",
  );
  assertThrows(
    () => applyDiff(diff, "one\ntwo\none\ntwo\n", "a.ts"),
    Error,
    "2 times in a.ts",
  );
});

Deno.test("missingLine() finds lines in their order, whatever stands for …", () => {
  const output = "[1/2] a  0.3s\nran 1,   cached 2 in 0.4s\n";
  assertEquals(
    missingLine("[1/2] a …\nran 1, cached 2 in …\n", output),
    undefined,
  );
  assertEquals(
    missingLine("ran 1, cached 2 in …\n[1/2] a …\n", output),
    "[1/2] a …",
  );
  assertEquals(missingLine("ran 1, cached 2\n", output), "ran 1, cached 2");
});
