import type { Located, LocatedMap } from "./located.ts";
import { checkKeys, nodeOfType, reportUnexpected } from "./node_checks.ts";
import { parseYaml } from "./parse_yaml.ts";
import { type Problem, throwProblems } from "./problem.ts";

/**
 * Reads a settings file of a project, such as `slurm.yaml`.
 *
 * @param read Reads the mapping and adds problems.
 * @returns What was read; `undefined` for an empty file. Throws a `PipelineError` of kind `usage` and
 *   `file:line:column` for what is wrong.
 */
export function readSettings<T>(
  text: string,
  file: string,
  read: (map: LocatedMap, problems: Problem[]) => T,
): T | undefined {
  const { root, problems: found } = parseYaml(text);
  const problems = [...found];
  const map = nodeOfType(root, { type: "map", what: "a mapping" }, problems);
  const settings = map && read(map, problems);
  throwProblems(file, problems);
  return settings;
}

/** Reads one setting, if the file has it. */
export type TakeSetting = (
  name: string,
  what: string,
  fits: (node: Located) => unknown,
) => void;

/**
 * Reads the settings of a mapping one by one.
 *
 * @param options Known keys, and a list that gets problems.
 * @param takeAll Names each setting, its allowed values, and how it is read (`undefined`: the value is wrong).
 * @returns Values by name.
 */
export function takeSettings(
  map: LocatedMap,
  { known, problems }: {
    readonly known: readonly string[];
    readonly problems: Problem[];
  },
  takeAll: (take: TakeSetting) => void,
): Record<string, unknown> {
  checkKeys(map, { known, what: "a key" }, problems);
  const settings: Record<string, unknown> = {};
  takeAll((name, what, fits) => {
    const node = map.entries.get(name)?.value;
    if (node === undefined) return;
    const value = fits(node);
    if (value !== undefined) settings[name] = value;
    else {
      reportUnexpected(node, `${name} to be ${what}`, problems);
    }
  });
  return settings;
}
