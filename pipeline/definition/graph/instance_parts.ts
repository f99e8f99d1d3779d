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
 * @returns The parts; undefined with a problem.
 */
export async function instanceParts(
  stage: WiredStage,
  params: unknown,
  { loader, located, problems }: {
    readonly loader: PartLoader;
    readonly located: LocatedMap;
    readonly problems: Problem[];
  },
): Promise<ChosenParts | undefined> {
  const { definition } = stage.module;
  const found = await chooseParts(definition, params, loader);
  if (!("trouble" in found)) return found;
  const place = found.text && placeOfText(located, found.text);
  problems.push(problemAt(place || stage.spec.use, found.trouble));
  return undefined;
}

/**
 * Adds to the parts of an instance those that it takes from the instances that make its inputs.
 *
 * @param makerOf Gives the parts of the instance that makes an input; undefined where the input is not wired.
 * @param problems Gets inputs whose makers offer no such part.
 */
export function withTakenParts(
  { spec, module }: WiredStage,
  own: ChosenParts,
  { makerOf, problems }: {
    readonly makerOf: (
      input: string,
    ) => { readonly use: string; readonly parts?: ChosenParts } | undefined;
    readonly problems: Problem[];
  },
): ChosenParts {
  const modules = { ...own.modules };
  const loaded = { ...own.loaded };
  for (const [role, input] of Object.entries(module.definition.takes ?? {})) {
    const maker = makerOf(input);
    if (maker === undefined) continue;
    const path = maker.parts?.offered[role];
    if (path === undefined) {
      problems.push(problemAt(
        spec.needs.get(input)?.references[0] ?? spec.id,
        `Expected ${input} of a stage that offers a ${role} but found that of ${maker.use}, which offers none`,
      ));
      continue;
    }
    modules[role] = path;
    const value = maker.parts?.loaded[role];
    if (value !== undefined) loaded[role] = value;
  }
  return { ...own, modules, loaded };
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
