import { describeNode, type Located, type LocatedMap } from "./located.ts";
import { checkKeys } from "./node_checks.ts";
import { parseYaml } from "./parse_yaml.ts";
import { type Problem, problemAt, throwProblems } from "./problem.ts";

/**
 * Reads a settings file of a project, such as `slurm.yaml`.
 *
 * @param text Its text.
 * @param file Its name in messages.
 * @param read Reads the mapping and adds what is wrong.
 * @returns What was read; `undefined` for an empty file. Throws a `PipelineError` of kind `usage` and `file:line:column` for
 *   what is wrong.
 */
export function readSettings<T>(
  text: string,
  file: string,
  read: (map: LocatedMap, problems: Problem[]) => T,
): T | undefined {
  const { root, problems: found } = parseYaml(text);
  const problems = [...found];
  if (root !== undefined && root.type !== "map") {
    problems.push(
      problemAt(root, `Expected a mapping but found ${describeNode(root)}`),
    );
  }
  const settings = root?.type === "map" ? read(root, problems) : undefined;
  throwProblems(file, problems);
  return settings;
}

/** Takes one setting: its value where the file has it and it fits. */
export type TakeSetting = (
  name: string,
  what: string,
  fits: (node: Located) => unknown,
) => void;

/**
 * Takes settings one by one from a mapping of known keys.
 *
 * @param map The mapping.
 * @param options Known keys, and where problems go.
 * @param takeAll Names each setting, what it may be, and what it is read as (`undefined`: it does not fit).
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
      problems.push(
        problemAt(
          node,
          `Expected ${name} to be ${what} but found ${describeNode(node)}`,
        ),
      );
    }
  });
  return settings;
}
