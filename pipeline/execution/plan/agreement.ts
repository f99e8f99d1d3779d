import { canonicalJson, type Json } from "../../base/canonical_json.ts";
import type { Located } from "../../definition/yaml/located.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import { mentionedAxes } from "../../definition/graph/substitute.ts";

/** Parameters by name, each as canonical JSON. */
export type ParamTexts = ReadonlyMap<string, string>;

/** Canonical text of parameters, for quick comparison. */
export function paramTexts(params: Json | undefined): ParamTexts {
  return new Map(
    Object.entries(members(params)).map(([name, value]) => [
      name,
      canonicalJson(value),
    ]),
  );
}

/**
 * Number of free parameters in which two instances agree; undefined if they differ in another one. A parameter that one
 * of them lacks was added or removed with the code, and is ignored.
 *
 * @param a Parameters of one.
 * @param b Parameters of the other.
 * @param free Names of parameters that may differ.
 */
export function agreement(
  a: ParamTexts,
  b: ParamTexts,
  free: ReadonlySet<string>,
): number | undefined {
  let count = 0;
  for (const [name, text] of a) {
    const other = b.get(name);
    if (other === undefined) continue;
    if (free.has(name)) count += other === text ? 1 : 0;
    else if (other !== text) return undefined;
  }
  return count;
}

/**
 * Names of parameters that the matrix changes, by stage.
 *
 * @param instances Instances of a pipeline.
 */
export function freeParams(
  instances: readonly Instance[],
): Map<string, ReadonlySet<string>> {
  const free = new Map<string, Set<string>>();
  const first = new Map<string, ParamTexts>();
  for (const instance of instances) {
    const id = instance.stage.spec.id.value;
    const texts = paramTexts(instance.params);
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, texts);
      free.set(id, mentioningParams(instance));
      continue;
    }
    const names = free.get(id)!;
    for (const [name, text] of texts) {
      if (other.get(name) !== text) names.add(name);
    }
  }
  return free;
}

/** Names of parameters whose text mentions an axis. */
function mentioningParams({ point, stage }: Instance): Set<string> {
  const { spec } = stage;
  const axes = Object.keys(point);
  const mentions = (node: Located) => mentionedAxes(node, axes, []).length > 0;
  const names = new Set<string>();
  const { command } = spec;
  if (command !== undefined) {
    // A command has two parameters, with its own inside.
    if (mentions(command.run)) names.add("run");
    if (mentions(spec.with)) names.add("with");
    return names;
  }
  for (const [name, { value }] of spec.with.entries) {
    if (mentions(value)) names.add(name);
  }
  return names;
}

function members(params: Json | undefined): Readonly<Record<string, Json>> {
  return typeof params === "object" && params !== null && !Array.isArray(params)
    ? params as Readonly<Record<string, Json>>
    : {};
}
