import type { Pipeline } from "../../definition/graph/pipeline.ts";
import type { OutputSpec } from "../../stage.ts";

/** Gives the outputs that the stage of an instance declares; none for an unknown instance. */
export type OutputsOf = (
  instance: string,
) => Readonly<Record<string, OutputSpec>>;

/** Finds the declared outputs of instances by their names. */
export function declaredOutputs(
  { instances }: Pick<Pipeline, "instances">,
): OutputsOf {
  const known = new Map(
    instances.map(({ name, stage }) =>
      [name, stage.module.definition.outputs] as const
    ),
  );
  return (instance) => known.get(instance) ?? {};
}
