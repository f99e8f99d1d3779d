import { assertEquals, assertRejects } from "@std/assert";
import { searchSpace } from "../../nas/space/edge_space.ts";
import { readAlphasFile } from "./alphas_file.ts";

const space = searchSpace("s2", { nodes: 1 });
const rows = [[0, 1], [1, 0]];
const valid = {
  space,
  method: "sdarts-rs",
  seed: 3,
  epochs: [{ epoch: 0, normal: rows, reduce: rows }, {
    epoch: 1,
    normal: rows,
    reduce: rows,
  }],
};

async function read(content: unknown) {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(
      path,
      typeof content === "string" ? content : JSON.stringify(content),
    );
    return await readAlphasFile(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readAlphasFile() gives the content of a valid file", async () => {
  assertEquals(await read(valid) as unknown, valid);
});

Deno.test("readAlphasFile() names the place of what is wrong", async () => {
  const epochs = (...changed: unknown[]) => ({ ...valid, epochs: changed });
  const [first] = valid.epochs;
  const cases: [unknown, string][] = [
    ["{", 'Expected JSON but found "{" in '],
    [{ ...valid, seed: "3" }, ".json at seed"],
    [{ ...valid, space: { ...space, nodes: 0 } }, ".json at space.nodes"],
    [
      { ...valid, space: { ...space, normal: [["3x3"], ["none"]] } },
      ".json at space.normal.0.0",
    ],
    [
      { ...valid, space: { ...space, normal: [["none"], ["noise"]] } },
      'Expected an operation other than none but found ["none"] in ',
    ],
    [
      { ...valid, space: { ...space, nodes: 2 } },
      "Expected 5 edges for 2 nodes but found 2 in ",
    ],
    [epochs(), ".json at epochs"],
    [epochs({ ...first, normal: [[0, 1]] }), "at epochs[0].normal"],
    [
      epochs({ ...first, normal: [[0, null], [0, 0]] }),
      ".json at epochs.0.normal.0.1",
    ],
    [
      epochs({ ...first, reduce: [[0, 1], [0]] }),
      "Expected 2 columns but found 1 in ",
    ],
    [epochs(first, first), "Expected an epoch after 0 but found 0 in "],
  ];
  for (const [content, message] of cases) {
    await assertRejects(() => read(content), Error, message);
  }
});
