import type { Located, LocatedMap } from "../yaml/located.ts";
import { mergeLocated } from "../yaml/merge_located.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { checkKeys, nodeOfType } from "../yaml/node_checks.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";

/** Keys that a profile may change. */
const PROFILE_KEYS = ["name", "matrix", "tune", "stages", "overrides"];

/**
 * Removes `profiles:` from a pipeline file and merges the chosen one into the rest. All profiles are checked, so that a
 * mistake in any of them is found.
 */
export function applyProfile(
  root: Located | undefined,
  profile: string | undefined,
  problems: Problem[],
): Located | undefined {
  if (root?.type !== "map") return root;
  const node = root.entries.get("profiles")?.value;
  const entries = new Map(root.entries);
  entries.delete("profiles");
  const base: LocatedMap = { ...root, entries };
  const profiles = new Map<string, LocatedMap>();
  const what = "profiles to be a mapping from names to changes";
  const all = nodeOfType(node, { type: "map", what }, problems);
  if (node !== undefined && all === undefined) return base;
  for (const [name, { value }] of all?.entries ?? []) {
    const what = `profile ${name} to be a mapping`;
    const profile = nodeOfType(value, { type: "map", what }, problems);
    if (profile === undefined) continue;
    checkProfile(name, { profile, base }, problems);
    profiles.set(name, profile);
  }
  if (profile === undefined) return base;
  const chosen = profiles.get(profile);
  if (chosen !== undefined) return mergeLocated(base, chosen);
  const known = [...profiles.keys()];
  problems.push(problemAt(
    node ?? root,
    known.length === 0
      ? `--profile ${profile}: the file has no profiles`
      : unknownName(profile, { what: "a profile", known }),
  ));
  return base;
}

function checkProfile(
  name: string,
  parts: { readonly profile: LocatedMap; readonly base: LocatedMap },
  problems: Problem[],
): void {
  const { profile, base } = parts;
  checkKeys(
    profile,
    { known: PROFILE_KEYS, what: `a key of profile ${name}` },
    problems,
  );
  const stages = profile.entries.get("stages")?.value;
  const known = base.entries.get("stages")?.value;
  if (stages?.type !== "map" || known?.type !== "map") return;
  const ids = [...known.entries.keys()];
  for (const [id, { key, value }] of stages.entries) {
    // A profile may also add a stage.
    const isNew = value.type === "map" && value.entries.has("use");
    if (ids.includes(id) || isNew) continue;
    problems.push(problemAt(
      key,
      unknownName(id, { what: "a stage of this file", known: ids }),
    ));
  }
}
