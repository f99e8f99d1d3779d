import { pathToFileURL } from "node:url";
import { calledStage, chosenParts } from "./called_stage.ts";
import type { StageDefinition } from "./stage.ts";

/**
 * URLs of the modules that a stage offers to those that read its outputs, by role: the `takes` of their calls.
 *
 * @param declared The stage, or the address of the module that exports it.
 * @param params Its parameters, as in its call.
 * @throws {TypeError} If a parameter is wrong.
 */
export async function offeredModules<P>(
  declared: StageDefinition<P> | URL,
  params?: unknown,
): Promise<Readonly<Record<string, string>>> {
  const { stage } = await calledStage(declared);
  const { parts: { offered } } = await chosenParts(stage, params);
  return Object.fromEntries(
    Object.entries(offered).map(([role, path]) => [
      role,
      pathToFileURL(path).href,
    ]),
  );
}
