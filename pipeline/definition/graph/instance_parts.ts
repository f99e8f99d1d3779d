import { fileURLToPath } from "node:url";
import type { Json } from "../../base/canonical_json.ts";
import type { Located, LocatedMap } from "../yaml/located.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";
import type { LoadedParts } from "../../stage.ts";
import type { PartLoader } from "./load_part.ts";
import type { WiredStage } from "./wire.ts";

/** The parts that the parameters of an instance choose. */
export interface InstanceParts {
  /** Paths of modules by role. */
  readonly modules: Readonly<Record<string, string>>;
  /** What users' modules export, by role. */
  readonly loaded: LoadedParts;
  /** Names of users' modules by the text that the pipeline file writes for them. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Finds the parts of an instance and loads those of users.
 *
 * @param params Parsed parameters, with paths.
 * @param located The same as the file writes them, each with its place.
 * @param problems Gets modules that do not exist or do not fit, at the place of the parameter.
 * @returns The parts; undefined for a stage without parts, or with a problem.
 */
export async function instanceParts(
  stage: WiredStage,
  params: unknown,
  { load, located, problems }: {
    readonly load: PartLoader;
    readonly located: LocatedMap;
    readonly problems: Problem[];
  },
): Promise<InstanceParts | undefined> {
  const { parts, partShape, name } = stage.module.definition;
  if (parts === undefined) return undefined;
  const paths: Record<string, string> = {};
  const loaded: Record<string, unknown> = {};
  const names: Record<string, string> = {};
  const complain = (message: string, text?: string): undefined => {
    const place = text && placeOfText(located, text);
    problems.push(problemAt(place || stage.spec.use, message));
  };
  for (;;) {
    let chosen: [role: string, text: string][];
    try {
      chosen = Object.entries(parts(params, loaded));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return complain(error.message);
    }
    const wanted = chosen.filter(([role, text]) =>
      !(text.startsWith("file:") || Object.hasOwn(paths, role))
    );
    if (wanted.length === 0) {
      const modules = chosen.map(([role, text]) =>
        [role, paths[role] ?? fileURLToPath(text)] as const
      );
      return { modules: Object.fromEntries(modules), loaded, names };
    }
    for (const [role, text] of wanted) {
      const shape = partShape?.(role);
      if (shape === undefined) {
        return complain(`${name} takes no module as its ${role}`, text);
      }
      const part = await load({ text, role, shape });
      if ("trouble" in part) return complain(part.trouble, text);
      paths[role] = part.path;
      loaded[role] = part.value;
      names[text] = part.name;
    }
  }
}

/** Place of the first text that is equal to another. */
function placeOfText(node: Located, text: string): Place | undefined {
  if (node.type === "scalar") return node.value === text ? node : undefined;
  const inner = node.type === "list"
    ? node.items
    : [...node.entries.values()].map(({ value }) => value);
  for (const item of inner) {
    const place = placeOfText(item, text);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Parameters with the names of users' modules in the place of their paths, which no key may depend on. */
export function withPartNames(
  params: Json,
  names: Readonly<Record<string, string>>,
): Json {
  if (typeof params === "string") {
    return Object.hasOwn(names, params) ? names[params]! : params;
  }
  if (Array.isArray(params)) {
    return params.map((item) => withPartNames(item, names));
  }
  if (typeof params !== "object" || params === null) return params;
  return Object.fromEntries(
    Object.entries(params).map((
      [key, value],
    ) => [key, withPartNames(value, names)]),
  );
}
