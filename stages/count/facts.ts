import { auxiliaryTrouble } from "../../nas/network/network.ts";
import { sideTrouble } from "../../nas/network/side_trouble.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { CountParams } from "./params.ts";

/** Complains of a size that the network cannot take. */
export const facts: ForeseeFacts<CountParams> = (params) => {
  const message = sideTrouble(params) ??
    (params.auxiliary ? auxiliaryTrouble(params) : undefined);
  return message === undefined
    ? {}
    : { complaints: [{ path: ["size"], message }] };
};
