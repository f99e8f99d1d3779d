import type { LoadedParts } from "../../pipeline/stage.ts";
import { spaceParts } from "../_declare/operation_parts.ts";
import { isPath } from "../_declare/module_param.ts";
import type { SearchParams } from "./params.ts";
import { searchPlan } from "./search_plan.ts";

/** Modules that the space of a search chooses: its own, if it is a user's, and those of its built-in operations and networks. */
export function spaceModules(
  params: SearchParams,
  loaded: LoadedParts,
): Readonly<Record<string, string>> {
  const own: Readonly<Record<string, string>> = isPath(params.space)
    ? { space: params.space }
    : {};
  // the candidates are known when the module is there
  if (isPath(params.space) && loaded.space === undefined) return own;
  return {
    ...own,
    ...spaceParts(searchPlan(params, loaded).space),
  };
}
