import { crossEntropy } from "../training/loss.ts";
import type { AlphaLoss } from "./alpha_loss.ts";

/** Cross entropy on the validation batch: DARTS. */
export const alphaLoss: AlphaLoss = {
  name: "cross-entropy",
  loss: ({ logits, labels }) => crossEntropy(logits, labels),
};
