import { assertEquals } from "@std/assert";
import { type Comparison, ratioTable } from "./ratio_table.ts";

const figures = { median: 1, min: 1, count: 2 };
const comparison = (ratio: number | null, peak = 100): Comparison => ({
  size: "small",
  space: "s3",
  engine: "TensorFlow",
  yardstick: ratio === null ? null : "PyTorch",
  first: { weight: 1.25, alpha: 2, hvp: 4 },
  peak: { engine: peak, yardstick: ratio === null ? null : 200 },
  steps: [{
    step: "alpha",
    engine: figures,
    yardstick: ratio === null ? null : figures,
    ratio: ratio === null ? null : { median: ratio, min: ratio },
  }],
});

Deno.test("ratioTable() has a row a step and a column a network", () => {
  assertEquals(
    ratioTable([
      { reference: comparison(0.25, 150), alphaOnly: comparison(0.5) },
      { reference: comparison(null, 150), alphaOnly: comparison(null) },
    ]),
    `| step | small s3 | small s3 |
| --- | --- | --- |
| weight | - | - |
| alpha | 0.25 (0.50) | - |
| rs | - | - |
| adv | - | - |
| hvp | - | - |
| drnas | - | - |
| gdas | - | - |
| first weight, alpha, hvp, s | 1.3, 2.0, 4.0 | 1.3, 2.0, 4.0 |
| peak MiB of a search, sdarts / PyTorch | 100 / 200 | 100 / - |
| with hvp | 150 / 200 | 150 / - |`,
  );
});

Deno.test("ratioTable() has rows of a yardstick that compiles its network, where one does", () => {
  const compiled = {
    ...comparison(0.75),
    yardstickFirst: { weight: 60, alpha: 71.5 },
  };
  const table = ratioTable([
    { reference: comparison(0.25), alphaOnly: comparison(0.5), compiled },
    { reference: comparison(0.25), alphaOnly: comparison(0.5) },
  ]).split("\n");
  assertEquals(table.filter((row) => row.includes("compiled")), [
    "| weight, PyTorch compiled | - | - |",
    "| alpha, PyTorch compiled | 0.75 | - |",
    "| rs, PyTorch compiled | - | - |",
    "| first weight, alpha of PyTorch compiled, s | 60.0, 71.5 | -, - |",
  ]);
});
