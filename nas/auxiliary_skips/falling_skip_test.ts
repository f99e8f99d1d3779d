import { assertAlmostEquals, assertEquals } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { auxiliarySkip as constant } from "./constant.ts";
import { auxiliarySkip as cosine } from "./cosine.ts";
import { fallingSkip } from "./falling_skip.ts";
import { auxiliarySkip as linear } from "./linear.ts";
import { auxiliarySkip as slowCosine } from "./slow_cosine.ts";

const { beta_by_epoch_50: golden } = readGolden<{
  beta_by_epoch_50: Record<string, number[]>;
}>("darts_minus");

Deno.test("auxiliary skips fade as in DARTS-", () => {
  const late = fallingSkip({
    name: "late",
    curve: "linear",
    start: 0.7,
    from: 10,
    until: 30,
  });
  const found = {
    linear,
    cosine,
    slow_cosine: slowCosine,
    None: constant,
    "linear base .7 start 10 stop 30 (as run)": late,
  };
  assertEquals(Object.keys(found).sort(), Object.keys(golden).sort());
  for (const [name, { factor }] of Object.entries(found)) {
    golden[name]!.forEach((expected, epoch) =>
      assertAlmostEquals(factor!({ epoch, epochs: 50 }), expected, 1e-15)
    );
  }
});

Deno.test("a cosine that begins to fall later does not jump, as the published one does", () => {
  const { factor } = fallingSkip({ name: "late", curve: "cosine", from: 25 });
  assertEquals(factor({ epoch: 25, epochs: 50 }), 1);
  assertAlmostEquals(
    factor({ epoch: 26, epochs: 50 }),
    (1 + Math.cos(Math.PI / 25)) / 2,
    1e-15,
  );
});
