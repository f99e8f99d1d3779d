import { assertEquals } from "@std/assert";
import { type Arrows, circles, roomArrows, roomOf } from "./import_graph.ts";

function graph(edges: Record<string, readonly string[]>): Arrows {
  return new Map(
    Object.entries(edges).map(([node, targets]) => [node, new Set(targets)]),
  );
}

Deno.test("circles() finds every group of nodes that reach each other", () => {
  assertEquals(circles(graph({ a: ["b", "c"], b: ["c"], c: [] })), []);
  assertEquals(circles(graph({ a: ["b"], b: ["a", "c"], c: [] })), [
    ["a", "b"],
  ]);
  assertEquals(
    circles(graph({
      a: ["b"],
      b: ["c"],
      c: ["a", "d"],
      d: ["e"],
      e: ["d"],
      f: ["a"],
    })),
    [["d", "e"], ["a", "b", "c"]],
  );
});

Deno.test("roomOf() is the folder, and one room for all folders of stages", () => {
  assertEquals(roomOf("nas/space/alphas.ts"), "nas/space");
  assertEquals(roomOf("stages/search/run.ts"), "stages/*");
  assertEquals(roomOf("stages/_artifacts/alphas_file.ts"), "stages/_artifacts");
  assertEquals(roomOf("stages/report/run.ts"), "stages/report");
  assertEquals(roomOf("stages/report/html/style.ts"), "stages/report/html");
});

Deno.test("roomArrows() drops imports within a room", () => {
  const arrows = roomArrows(graph({
    "nas/a/x.ts": ["nas/a/y.ts", "nas/b/z.ts"],
    "nas/a/y.ts": [],
    "nas/b/z.ts": [],
  }));
  assertEquals([...arrows.get("nas/a")!], ["nas/b"]);
  assertEquals([...arrows.get("nas/b")!], []);
});
