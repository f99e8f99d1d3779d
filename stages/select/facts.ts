import type { ForeseeFacts } from "../../pipeline/stage.ts";
import { candidatesOf } from "./candidates.ts";
import type { SelectParams } from "./params.ts";

/** Complains of genotypes without a validation of their own. */
export const facts: ForeseeFacts<SelectParams> = ({ where }, inputs) => {
  const found = candidatesOf(where, {
    genotypes: inputs.members("genotypes"),
    validations: inputs.members("validations"),
  });
  if (!("trouble" in found)) return {};
  const message = found.trouble;
  return {
    complaints: [
      found.nowhere
        ? { path: ["where"], message }
        : { input: "validations", message },
    ],
  };
};
