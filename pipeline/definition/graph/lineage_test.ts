import { assertEquals } from "@std/assert";
import { lineageOf } from "./lineage.ts";
import type { Instance } from "./pipeline.ts";

/** An instance of a stage of its own that takes its inputs from others. */
function instance(name: string, from: readonly string[] = []): Instance {
  const kind = `kind of ${name}`;
  return {
    name,
    stage: {
      spec: { id: { value: name } },
      module: { definition: { name: "toy", outputs: { made: { kind } } } },
    } as unknown as Instance["stage"],
    point: { seed: 1 },
    params: { value: name },
    inputs: from.map((other) => ({
      name: `from ${other}`,
      many: other === "b",
      members: [{
        instance: other,
        output: "made",
        file: "made.json",
        point: {},
      }],
    })),
    resources: { cpus: 1, memory: 1, gpus: 0, advice: "" },
    permissions: {},
  };
}

Deno.test("lineageOf() has what an instance descends from, each once and after what it needs, and nothing else", () => {
  const earlier = [
    instance("a"),
    instance("aside"),
    instance("b", ["a"]),
    instance("c", ["a", "b"]),
  ];
  const found = lineageOf(instance("d", ["c", "b"]), earlier);
  assertEquals(found.map(({ name }) => name), ["a", "b", "c"]);
  assertEquals(found[2], {
    name: "c",
    stage: "c",
    use: "toy",
    point: { seed: 1 },
    params: { value: "c" },
    kinds: ["kind of c"],
    inputs: [
      { name: "from a", many: false, from: ["a"] },
      { name: "from b", many: true, from: ["b"] },
    ],
  });
  assertEquals(lineageOf(instance("d"), earlier), []);
});
