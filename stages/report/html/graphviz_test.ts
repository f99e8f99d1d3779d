import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { loadGraphviz } from "./graphviz.ts";

const DOT = 'digraph { "c_{k-2}" -> "c_k" [label="sep"]; }';

Deno.test("loadGraphviz() draws inline SVG without prologue, comments, ids or addresses", async () => {
  const draw = await loadGraphviz();
  const { text } = draw(DOT, { description: 'a "cell"' });
  assertMatch(
    text,
    /^<svg style="max-width:\d+px;--natural:\d+px" role="img" aria-label="a &#34;cell&#34;"/,
  );
  assertEquals(text.endsWith("</svg>"), true);
  for (const unwanted of ["<!--", "<?xml", "<!DOCTYPE", " id=", "http"]) {
    assertEquals(text.includes(unwanted), false, unwanted);
  }
});

Deno.test("loadGraphviz() lowers the index of cell inputs and output", async () => {
  const { text } = (await loadGraphviz())(DOT, { description: "cell" });
  assertStringIncludes(text, '>c<tspan dy="3" font-size="10">k−2</tspan>');
  assertStringIncludes(text, '>c<tspan dy="3" font-size="10">k</tspan>');
});

Deno.test("loadGraphviz() draws the same bytes twice, twice as wide at twice the scale", async () => {
  const draw = await loadGraphviz();
  const at = (scale: number) => draw(DOT, { description: "cell", scale }).text;
  assertEquals(at(1), at(1));
  const width = (text: string) => Number(/max-width:(\d+)/.exec(text)![1]);
  assertEquals(width(at(2)), width(at(1)) * 2);
});
