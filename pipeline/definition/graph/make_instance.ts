import type { Json } from "../../base/canonical_json.ts";
import type { LocatedMap } from "../yaml/located.ts";
import { parseParams } from "../yaml/check_by_schema.ts";
import type { ChosenParts } from "./choose_parts.ts";
import {
  instanceParts,
  withPartNames,
  withTakenParts,
} from "./instance_parts.ts";
import type { PartLoader } from "./load_part.ts";
import type { Instance } from "./pipeline.ts";
import { type MakerContext, makerOf, wiredInputs } from "./wired_inputs.ts";
import { instanceName } from "./point.ts";
import { devicesTrouble, gpusOf } from "../spec/device_count.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type {
  LoadedParts,
  Point,
  StageDefinition,
  StagePermissions,
} from "../../stage.ts";
import type { WiredStage } from "./wire.ts";

/** What an instance is made from, besides its stage. */
export interface InstanceContext extends MakerContext {
  /** Parameters as the file writes them. */
  readonly located: (stage: WiredStage, point: Point) => LocatedMap;
  readonly loader: PartLoader;
  /** GPUs of an instance whose toolchain uses them and for which nothing else is said. */
  readonly gpus: number;
  readonly problems: Problem[];
}

/** Makes the instance of a stage at a point; undefined, with a problem, for wrong parameters. */
export async function makeInstance(
  stage: WiredStage,
  context: InstanceContext,
): Promise<Instance | undefined> {
  const { point, problems, loader } = context;
  const id = stage.spec.id.value;
  const definition = stage.module.definition;
  const located = context.located(stage, point);
  const written = parseParams(definition, located, problems);
  if (written === undefined) return undefined;
  let parts: ChosenParts | undefined;
  if (hasParts(definition)) {
    const own = await instanceParts(stage, written, {
      loader,
      located,
      problems,
    });
    if (own === undefined) return undefined;
    parts = withTakenParts(stage, own, {
      makerOf: (input) => makerOf(stage, input, context),
      problems,
    });
  }
  const { loaded = {}, names = {} } = parts ?? {};
  const params = withPartNames(written, names);
  const inputs = wiredInputs(stage, context);
  const choices = choicesOf(stage, { params, loaded }, problems);
  return {
    name: instanceName(id, point),
    stage,
    point,
    params,
    ...(parts === undefined ? {} : { parts }),
    ...(choices === undefined ? {} : { choices }),
    inputs,
    resources: resourcesOf(stage, { params, loaded }, context),
    permissions: declaredPermissions(definition, params, loaded),
  };
}

function hasParts(
  { parts, offers, takes }: StageDefinition<unknown>,
): boolean {
  return [parts, offers, takes].some((given) => given !== undefined);
}

interface ParamsAndParts {
  readonly params: unknown;
  readonly loaded: LoadedParts;
}

/** What the declaration chooses, without what JSON cannot hold. */
function choicesOf(
  stage: WiredStage,
  { params, loaded }: ParamsAndParts,
  problems: Problem[],
): Json | undefined {
  try {
    const chosen = stage.module.definition.choices?.(params, loaded);
    return chosen === undefined
      ? undefined
      : JSON.parse(JSON.stringify(chosen));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(problemAt(stage.spec.use, error.message));
  }
}

function resourcesOf(
  stage: WiredStage,
  { params, loaded }: ParamsAndParts,
  { problems, gpus: usual }: Pick<InstanceContext, "problems" | "gpus">,
): Instance["resources"] {
  const { definition, toolchain, use } = stage.module;
  const declared = definition.resources?.(params, loaded) ?? {};
  const { cpus = 1, memory = 512, gpus, advice = "" } = {
    gpus: toolchain?.usesGpu === true ? gpusOf(declared, usual) : 0,
    ...declared,
    ...stage.spec.limits.resources,
  };
  const sound = cpus > 0 && memory >= 0 && Number.isInteger(gpus) && gpus >= 0;
  if (!(sound && Number.isFinite(cpus + memory))) {
    problems.push(
      problemAt(
        stage.spec.use,
        `Expected positive resources of ${use} but found cpus ${cpus}, memory ${memory}, gpus ${gpus}`,
      ),
    );
  }
  const trouble = devicesTrouble(declared, gpus);
  if (trouble !== undefined) problems.push(problemAt(stage.spec.use, trouble));
  return { cpus, memory, gpus, advice };
}

/** Permissions that a stage declares for its parameters. */
export function declaredPermissions<P>(
  { permissions = {} }: Pick<StageDefinition<P>, "permissions">,
  params: P,
  loaded: LoadedParts = {},
): StagePermissions {
  return typeof permissions === "function"
    ? permissions(params, loaded)
    : permissions;
}
