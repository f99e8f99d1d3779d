import type { Ancestor, SweepPlan } from "../../stage.ts";
import { type Instance, neededInstances } from "./pipeline.ts";

/**
 * Adds what instances descend from where their stage asks for it.
 *
 * @param instances All instances, each after those that it needs.
 * @param sweep Trials and decisions of the sweep that they belong to, which the same stages see.
 */
export function withLineage(
  instances: readonly Instance[],
  sweep?: SweepPlan,
): Instance[] {
  return instances.map((instance, index) =>
    instance.stage.module.definition.graph === true
      ? {
        ...instance,
        lineage: lineageOf(instance, instances.slice(0, index)),
        ...(sweep === undefined ? {} : { sweep }),
      }
      : instance
  );
}

/**
 * Instances that the inputs of an instance descend from, each after those that it needs.
 *
 * @param earlier All instances before it, each after those that it needs.
 */
export function lineageOf(
  instance: Instance,
  earlier: readonly Instance[],
): Ancestor[] {
  const wanted = new Set(neededInstances(instance));
  const found: Ancestor[] = [];
  for (const candidate of earlier.toReversed()) {
    if (!wanted.has(candidate.name)) continue;
    for (const name of neededInstances(candidate)) wanted.add(name);
    found.push(describe(candidate));
  }
  return found.reverse();
}

function describe(instance: Instance): Ancestor {
  const { name, stage, point, params } = instance;
  const { definition } = stage.module;
  return {
    name,
    stage: stage.spec.id.value,
    use: definition.name,
    point,
    params,
    kinds: Object.values(definition.outputs).map(({ kind }) => kind),
    inputs: instance.inputs.map(({ name, many, members }) => ({
      name,
      many,
      from: members.map(({ instance }) => instance),
    })),
  };
}
