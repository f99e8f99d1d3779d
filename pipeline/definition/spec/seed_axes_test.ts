import { assertEquals } from "@std/assert";
import { parseYaml } from "../yaml/parse_yaml.ts";
import type { Problem } from "../yaml/problem.ts";
import { parseSpec } from "./parse_spec.ts";
import { seedAxes } from "./seed_axes.ts";

const FILE = `name: a
matrix:
  lr: { range: [0.001, 0.1], log: true, steps: 3 }
  repeat: [0, 1]
  dataSeed: [0, 1]
  trial: [0, 1]
  both: [0, 1]
  unused: [0, 1]
  where: [0, 1]
stages:
  data: { use: split, with: { order: $dataSeed } }
  train: { use: retrain, with: { lr: $lr, seed: $repeat, inner: { initSeed: $both, epochs: $both } } }
  own:
    use: command
    run: [python3, train.py, --lr, $lr, --seed, $trial]
    outputs: { o: o }
overrides:
  - where: { where: 0 }
    with: { train: { seed: $where } }
`;

Deno.test("seedAxes() names the axes that only repeat a run", () => {
  const problems: Problem[] = [];
  const { root } = parseYaml(FILE);
  const spec = parseSpec(root, problems);
  assertEquals(problems, []);
  assertEquals(seedAxes(spec), ["repeat", "dataSeed", "trial"]);
  assertEquals(
    spec.axes.map(({ range }) => range?.log),
    [true, ...new Array(6).fill(undefined)],
  );
});
