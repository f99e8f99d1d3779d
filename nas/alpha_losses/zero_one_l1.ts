import type { AlphaLoss } from "./alpha_loss.ts";
import { zeroOneLoss } from "./zero_one_loss.ts";

/** The zero-one loss by absolute values, with the published weight. */
export const alphaLoss: AlphaLoss = zeroOneLoss({
  name: "zero-one-l1",
  distance: "l1",
});
