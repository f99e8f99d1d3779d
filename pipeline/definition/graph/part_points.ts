import type { Point } from "../../stage.ts";
import type { Instance } from "./pipeline.ts";
import { instanceName } from "./point.ts";
import { byInstance } from "./wired_inputs.ts";

/**
 * Instances whose coordinates have names of users' modules in the place of their paths, where an axis holds such paths:
 * `search@gaussian`, not `search@.%2Fgaussian.ts`. Keys and results must not depend on where a module lies.
 *
 * @returns The instances, and the new name of each that got one by its old name.
 */
export function withPartPoints(
  instances: readonly Instance[],
): { instances: readonly Instance[]; renamed: ReadonlyMap<string, string> } {
  const names = new Map<string, Map<unknown, string>>();
  for (const { point, parts } of instances) {
    if (parts === undefined) continue;
    for (const [axis, value] of Object.entries(point)) {
      if (typeof value !== "string" || !Object.hasOwn(parts.names, value)) {
        continue;
      }
      names.getOrInsertComputed(axis, () => new Map())
        .set(value, parts.names[value]!);
    }
  }
  if (names.size === 0) return { instances, renamed: new Map() };
  const shown = (point: Point): Point =>
    Object.fromEntries(
      Object.entries(point).map(([axis, value]) => [
        axis,
        names.get(axis)?.get(value) ?? value,
      ]),
    );
  const renamed = new Map(
    instances.map(({ name, stage, point }) => [
      name,
      instanceName(stage.spec.id.value, shown(point)),
    ]),
  );
  return {
    renamed,
    instances: instances.map((instance) => ({
      ...instance,
      name: renamed.get(instance.name)!,
      point: shown(instance.point),
      inputs: instance.inputs.map((input) => {
        const members = input.members.map((member) => ({
          ...member,
          instance: renamed.get(member.instance)!,
          point: shown(member.point),
        }));
        return {
          ...input,
          members: input.many ? members.sort(byInstance) : members,
        };
      }),
    })),
  };
}
