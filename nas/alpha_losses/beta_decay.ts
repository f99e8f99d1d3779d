import type { AlphaLoss } from "./alpha_loss.ts";
import { betaDecayLoss } from "./beta_decay_loss.ts";

/** The decay of mixture weights with the published weight, which grows with the epochs: Beta-DARTS. */
export const alphaLoss: AlphaLoss = betaDecayLoss({ name: "beta-decay" });
