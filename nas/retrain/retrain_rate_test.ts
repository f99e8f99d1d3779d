import { assertAlmostEquals, assertEquals } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { retrainRate } from "./retrain_rate.ts";
import { cosineRate } from "../training/schedule.ts";

const base = { start: 0.5, end: 0, variant: "intended" } as const;

Deno.test("retrainRate() of the ImageNet schedule is the reference's, to the last epoch", () => {
  const golden = readGolden<{ imagenet_linear_warmup_E250: number[] }>(
    "schedules",
  ).imagenet_linear_warmup_E250;
  const options = { ...base, epochs: 250, decay: "linear", warmup: 5 } as const;
  golden.forEach((rate, epoch) =>
    assertAlmostEquals(retrainRate(epoch, options), rate, 1e-12)
  );
});

Deno.test("retrainRate() warms a cosine up and then follows it", () => {
  const options = { ...base, epochs: 20 };
  const rates = Array.from(
    { length: 20 },
    (_, epoch) => retrainRate(epoch, { ...options, warmup: 4 }),
  );
  assertEquals(rates.slice(0, 4), [0.125, 0.25, 0.375, 0.5]);
  for (let epoch = 4; epoch < 20; epoch++) {
    assertEquals(rates[epoch], cosineRate(epoch, options));
  }
  assertEquals(retrainRate(0, options), 0.5);
});
