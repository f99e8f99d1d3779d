import { fileURLToPath } from "node:url";
import { parsedParams } from "./check_call.ts";
import {
  chooseParts,
  type ChosenParts,
} from "./definition/graph/choose_parts.ts";
import { partLoader } from "./definition/graph/load_part.ts";
import { loadStage } from "./definition/graph/load_stage.ts";
import type { NoteProgress, StageDefinition } from "./stage.ts";

/** A stage, and what to say beside its progress. */
export interface CalledStage<P> {
  readonly stage: StageDefinition<P>;
  readonly note?: NoteProgress<P> | undefined;
}

/** The stage that a call names, or that the module at an address exports. */
export async function calledStage<P>(
  declared: StageDefinition<P> | URL,
): Promise<CalledStage<P>> {
  return declared instanceof URL
    ? await declaredAt<P>(declared)
    : { stage: declared };
}

async function declaredAt<P>(url: URL): Promise<CalledStage<P>> {
  const { definition, toolchain, note } = await loadStage(
    url.href,
    fileURLToPath(url),
  );
  const stage = definition as StageDefinition<P>;
  return {
    stage: toolchain === undefined ? stage : { ...stage, toolchain },
    note,
  };
}

/** Parameters with their defaults, and the parts that they choose. */
export async function chosenParts<P>(
  stage: StageDefinition<P>,
  params: unknown = {},
): Promise<{ readonly given: P; readonly parts: ChosenParts }> {
  const given = parsedParams(stage, params);
  const parts = await chooseParts(stage, given, partLoader(Deno.cwd()));
  if ("trouble" in parts) {
    throw new TypeError(`${parts.trouble} in params of ${stage.name}`);
  }
  return { given, parts };
}
