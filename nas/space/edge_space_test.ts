import { assertEquals, assertThrows } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import {
  edgeCount,
  firstEdge,
  searchSpace,
  SPACE_NAMES,
  type SpaceName,
} from "./edge_space.ts";
import { PRIMITIVES } from "./primitives.ts";

interface GoldenSpaces {
  [name: string]: {
    primitives_normal: string[][];
    primitives_reduct: string[][];
  };
}

Deno.test("searchSpace() gives the spaces of the reference", () => {
  const golden = readGolden<GoldenSpaces>("spaces");
  const names: Record<string, SpaceName> = {
    s1: "s1",
    s2: "s2",
    s3: "s3",
    s4: "s4",
    s5: "darts",
  };
  assertEquals(Object.keys(golden).sort(), Object.keys(names));
  for (const [reference, name] of Object.entries(names)) {
    const space = searchSpace(name);
    assertEquals(space.normal as unknown, golden[reference]!.primitives_normal);
    assertEquals(space.reduce as unknown, golden[reference]!.primitives_reduct);
    assertEquals(space.nodes, 4);
    assertEquals(space.name, name);
  }
});

Deno.test("searchSpace() puts none in front of the seven operations in darts8", () => {
  const [eight, seven] = [
    searchSpace("darts8").normal[0]!,
    searchSpace("darts").normal[0]!,
  ];
  assertEquals(eight, ["none", ...seven]);
});

Deno.test("searchSpace() makes smaller and larger cells of uniform spaces", () => {
  for (const name of SPACE_NAMES.filter((name) => name !== "s1")) {
    for (const [nodes, edges] of [[1, 2], [2, 5], [3, 9], [5, 20]] as const) {
      const space = searchSpace(name, { nodes });
      assertEquals([space.nodes, space.normal.length, space.reduce.length], [
        nodes,
        edges,
        edges,
      ]);
    }
  }
});

Deno.test("searchSpace() offers known operations, at least one other than none, on each edge", () => {
  const known: readonly string[] = PRIMITIVES;
  for (const name of SPACE_NAMES) {
    const { normal, reduce } = searchSpace(name);
    for (const candidates of [...normal, ...reduce]) {
      assertEquals(
        candidates.every((operation) => known.includes(operation)),
        true,
      );
      assertEquals(candidates.some((operation) => operation !== "none"), true);
    }
  }
});

Deno.test("searchSpace() refuses unknown names and impossible sizes", () => {
  assertThrows(
    () => searchSpace("dart" as SpaceName),
    RangeError,
    "Expected a space of s1, s2, s3, s4, darts, darts8, darts8-no-skip, darts8-all-skip but found dart (did you mean darts?)",
  );
  assertThrows(
    () => searchSpace("toString" as SpaceName),
    RangeError,
    "found toString",
  );
  assertThrows(
    () => searchSpace("s1", { nodes: 3 }),
    RangeError,
    "Expected 4 nodes but found 3 in space s1",
  );
  assertThrows(
    () => searchSpace("s2", { nodes: 0 }),
    RangeError,
    "Expected a positive number of nodes but found 0",
  );
  assertThrows(
    () => searchSpace("s2", { nodes: 1.5 }),
    RangeError,
    "found 1.5 in space s2",
  );
});

Deno.test("firstEdge() counts the edges of the nodes before", () => {
  assertEquals([0, 1, 2, 3].map(firstEdge), [0, 2, 5, 9]);
  assertEquals(edgeCount(4), 14);
});

Deno.test("searchSpace() has the operations of DARTS-Bench-Suite, and outputs of the last nodes", () => {
  const without = searchSpace("darts8-no-skip").normal[0]!;
  const all = searchSpace("darts8-all-skip", { nodes: 8, outputs: 4 });
  const eight = searchSpace("darts8").normal[0]!;
  assertEquals(without, eight.filter((name) => name !== "skip_connect"));
  assertEquals(all.reduce[43], eight);
  assertEquals([all.outputs, all.auxiliarySkips], [4, true]);
  // all nodes are what a space without the field has
  assertEquals(searchSpace("s2", { outputs: 4 }), searchSpace("s2"));
  assertThrows(
    () => searchSpace("s1", { outputs: 5 }),
    RangeError,
    "Expected 1 to 4 outputs, as a cell has nodes, but found 5 in space s1",
  );
});
