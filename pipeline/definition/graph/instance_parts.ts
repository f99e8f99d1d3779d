import type { Json } from "../../base/canonical_json.ts";
import type { Located, LocatedMap } from "../yaml/located.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";
import { chooseParts, type ChosenParts } from "./choose_parts.ts";
import type { PartLoader } from "./load_part.ts";
import type { WiredStage } from "./wire.ts";

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
): Promise<ChosenParts | undefined> {
  const { definition } = stage.module;
  if (definition.parts === undefined) return undefined;
  const found = await chooseParts(definition, params, load);
  if (!("trouble" in found)) return found;
  const place = found.text && placeOfText(located, found.text);
  problems.push(problemAt(place || stage.spec.use, found.trouble));
  return undefined;
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
