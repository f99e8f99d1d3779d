import type {
  ForeseeFacts,
  Foreseen,
  KnownInputs,
} from "../../pipeline/stage.ts";
import type { GenotypeFacts } from "../_declare/facts.ts";
import { candidatesOf } from "./candidates.ts";
import type { SelectParams } from "./params.ts";

/** Tells what is known of all candidates, and complains of genotypes without a validation of their own. */
export const facts: ForeseeFacts<SelectParams> = ({ where }, inputs) => {
  const found = candidatesOf(where, {
    genotypes: inputs.members("genotypes"),
    validations: inputs.members("validations"),
  });
  if (!("trouble" in found)) return knownGenotype(inputs);
  const message = found.trouble;
  return {
    complaints: [
      found.nowhere
        ? { path: ["where"], message }
        : { input: "validations", message },
    ],
  };
};

/** What is known of whichever genotype is chosen: a space that all of them are from. */
function knownGenotype(inputs: KnownInputs): Foreseen {
  const members = inputs.members("genotypes").map(({ facts }) =>
    facts as GenotypeFacts | undefined
  );
  const [first] = members;
  const same = first !== undefined && "space" in first &&
    members.every((facts) =>
      facts !== undefined && "space" in facts &&
      facts.own?.module === first.own?.module &&
      JSON.stringify(facts.space) === JSON.stringify(first.space)
    );
  return same ? { outputs: { genotype: first } } : {};
}
