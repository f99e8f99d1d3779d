import type { AlphaLoss } from "./alpha_loss.ts";
import { zeroOneLoss } from "./zero_one_loss.ts";

/** The zero-one loss by squares, with the published weight: FairDARTS. */
export const alphaLoss: AlphaLoss = zeroOneLoss({
  name: "zero-one",
  distance: "l2",
});
