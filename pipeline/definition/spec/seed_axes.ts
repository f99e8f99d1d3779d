import type { Located } from "../yaml/located.ts";
import { mentionedAxis } from "./mentioned_axis.ts";
import type { PipelineSpec } from "./spec.ts";

/** `seed`, `dataSeed`, `data_seed`, `seeds`. */
const SEED = /^seeds?$|Seed$|_seed$/;

/** Name of a flag of a command, `seed` of `--seed`, whose value is the next argument. */
function flagBefore(node: Located | undefined): string | undefined {
  return node?.type === "scalar"
    ? /^--?([a-z].*)$/i.exec(String(node.value))?.[1]
    : undefined;
}

/**
 * Axes along which runs are repeated, not changed: those that are named like a seed, and those whose values are only ever
 * those of parameters or flags that are, such as `repeat` in `seed: $repeat` and in `--seed, $repeat`.
 *
 * @returns Their names in the order of the file.
 */
export function seedAxes(
  { axes, stages, overrides }: Pick<
    PipelineSpec,
    "axes" | "stages" | "overrides"
  >,
): string[] {
  const filled = new Map<string, Set<string>>();
  const visit = (node: Located, name: string): void => {
    if (node.type === "list") {
      node.items.forEach((item, index) =>
        visit(item, flagBefore(node.items[index - 1]) ?? name)
      );
    }
    if (node.type === "map") {
      for (const [key, { value }] of node.entries) visit(value, key);
    }
    const axis = node.type === "scalar" ? mentionedAxis(node) : undefined;
    if (axis !== undefined) filled.getOrInsert(axis, new Set()).add(name);
  };
  for (const stage of stages.values()) visit(stage.with, "");
  for (const override of overrides) {
    // A condition on an axis changes more than what repeats.
    for (const axis of Object.keys(override.where)) {
      filled.getOrInsert(axis, new Set()).add("");
    }
    for (const patch of override.stages.values()) visit(patch, "");
  }
  return axes.flatMap(({ name }) => {
    const names = [...filled.get(name) ?? []];
    const seed = SEED.test(name) ||
      names.length > 0 && names.every((one) => SEED.test(one));
    return seed ? [name] : [];
  });
}
