import { assertEquals } from "@std/assert";
import type { KeyParts } from "./action_key.ts";
import { keyChanges } from "./key_changes.ts";

const PARTS: KeyParts = {
  schema: 1,
  stage: "search",
  code: "c1",
  params: { epochs: 2, optimiser: { rate: 0.1, name: "sgd" } },
  inputs: { data: { digest: "d1", file: "dataset" } },
  outputs: { alphas: { kind: "alphas", path: "alphas.json" } },
  env: { FOO: null },
  toolchain: { name: "tensorflow", version: "2.20" },
  deno: "2.9.6",
  os: "linux",
  arch: "x86_64",
};
const MODULES = { "nas/a.ts": "1", "nas/b.ts": "2" };

function changes(
  now: Partial<KeyParts>,
  modules: Record<string, string> = MODULES,
): string[] {
  return keyChanges({ parts: PARTS, modules: MODULES }, {
    parts: { ...PARTS, ...now },
    modules,
  });
}

for (
  const [name, now, expected] of [
    ["nothing", {}, []],
    ["a parameter", {
      params: { epochs: 3, optimiser: { rate: 0.1, name: "sgd" } },
    }, ["params: epochs 2 -> 3"]],
    ["a nested parameter", {
      params: { epochs: 2, optimiser: { rate: 0.2, name: "sgd" } },
    }, ["params: optimiser.rate 0.1 -> 0.2"]],
    ["a part", { parts: { way: "w1", other: "o1" } }, [
      "part: other added",
      "part: way added",
    ]],
    ["an input", { inputs: { data: { digest: "d2", file: "dataset" } } }, [
      "input data changed",
    ]],
    ["a variable", { env: { FOO: "1" } }, ["env: FOO unset -> 1"]],
    ["the toolchain", { toolchain: { name: "tensorflow", version: "2.21" } }, [
      "toolchain: version 2.20 -> 2.21",
    ]],
    ["Deno", { deno: "3.0.0" }, ["deno: 2.9.6 -> 3.0.0"]],
    ["the graph", { graph: [] }, ["graph changed"]],
    ["its lineage", { lineage: "l" }, ["lineage changed"]],
  ] as [string, Partial<KeyParts>, string[]][]
) {
  Deno.test(`keyChanges() names a change of ${name}`, () => {
    assertEquals(changes(now), expected);
  });
}

Deno.test("keyChanges() names each module", () => {
  assertEquals(changes({ code: "c2" }, { "nas/a.ts": "9", "nas/c.ts": "3" }), [
    "code: nas/a.ts changed",
    "code: nas/b.ts removed",
    "code: nas/c.ts added",
  ]);
});

Deno.test("keyChanges() does not compare inputs that are not known yet", () => {
  const { inputs: _unknown, ...rest } = PARTS;
  assertEquals(
    keyChanges({ parts: PARTS, modules: MODULES }, {
      parts: rest,
      modules: MODULES,
    }),
    [],
  );
});
