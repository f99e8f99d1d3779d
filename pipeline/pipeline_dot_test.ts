import { assertEquals, assertStringIncludes } from "@std/assert";
import { pipelineDot } from "./pipeline_dot.ts";

Deno.test("pipelineDot() names stages with their fan-out and draws their needs", () => {
  const dot = pipelineDot([
    { id: "data", use: "download", needs: [], instances: 1 },
    { id: "search", use: "search", needs: ["data"], instances: 6 },
  ]);
  assertStringIncludes(dot, '"data" [label="data\\n(download)"]');
  assertStringIncludes(dot, '"search" [label="search\\n× 6"]');
  assertStringIncludes(dot, '"data" -> "search";');
  assertEquals(dot.match(/->/g)!.length, 1);
});

Deno.test("pipelineDot() escapes quotes", () => {
  const dot = pipelineDot([{
    id: 'a"b',
    use: 'a"b',
    needs: [],
    instances: 1,
  }]);
  assertStringIncludes(dot, '"a\\"b" [label="a\\"b"]');
});
