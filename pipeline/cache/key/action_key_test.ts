import { assertEquals, assertNotEquals } from "@std/assert";
import { actionKey, type KeyParts } from "./action_key.ts";

const PARTS: KeyParts = {
  schema: 1,
  stage: "search",
  code: "c",
  params: { rate: 1e-3, epochs: 2 },
  inputs: { data: { digest: "d", file: "dataset" } },
  outputs: { alphas: { kind: "alphas", path: "alphas.json" } },
  env: { A: "1", B: null },
  toolchain: {},
  deno: "2.9.6",
  os: "linux",
  arch: "x86_64",
};

Deno.test("actionKey() does not depend on the order of keys nor on the spelling of numbers", () => {
  const { schema, stage, ...rest } = PARTS;
  const other = {
    ...rest,
    params: { epochs: 2.0, rate: 0.001 },
    env: { B: null, A: "1" },
    stage,
    schema,
  };
  assertEquals(actionKey(other), actionKey(PARTS));
});

for (
  const [name, change] of [
    ["a parameter", { params: { rate: 2e-3, epochs: 2 } }],
    ["the type of a parameter", { params: { rate: "0.001", epochs: 2 } }],
    ["code", { code: "e" }],
    ["an input", { inputs: { data: { digest: "e", file: "dataset" } } }],
    ["an unset variable", { env: { A: null, B: null } }],
    ["the toolchain", { toolchain: { name: "tensorflow" } }],
    ["Deno", { deno: "2.9.7" }],
    ["the processor", { arch: "aarch64" }],
    ["the graph", { graph: [] }],
    ["what its inputs descend from", { lineage: "l" }],
  ] as [string, Partial<KeyParts>][]
) {
  Deno.test(`actionKey() depends on ${name}`, () => {
    assertNotEquals(actionKey({ ...PARTS, ...change }), actionKey(PARTS));
  });
}

Deno.test("actionKey() is the SHA-256 of canonical JSON (value computed by Python)", () => {
  assertEquals(
    actionKey(PARTS),
    "589101a8e8a39a2a6fb50f7958112f635cbb3b2decd6b7bd596806c8879c8288",
  );
});
