import type {
  Foreseen,
  KnownInputs,
  KnownMember,
} from "../../../pipeline/stage.ts";
import { facts as downloadFacts } from "../../../stages/download/facts.ts";
import { downloadParams } from "../../../stages/download/params.ts";
import { facts as splitFacts } from "../../../stages/split/facts.ts";
import { splitParams } from "../../../stages/split/params.ts";

/** Inputs of which these facts are known; members of gathered ones where an input has a list. */
export function knownInputs(
  inputs: Readonly<Record<string, unknown>> = {},
): KnownInputs {
  return {
    input: (name) => inputs[name],
    members: (name) => (inputs[name] ?? []) as readonly KnownMember[],
    has: (name) => name in inputs,
  };
}

/** What `download` and `split` know of a data set. */
export function knownData(download: unknown, split: unknown = {}): Foreseen {
  const files = downloadFacts(downloadParams.parse(download), knownInputs());
  return splitFacts(
    splitParams.parse(split),
    knownInputs({ files: files.outputs?.files }),
  );
}
