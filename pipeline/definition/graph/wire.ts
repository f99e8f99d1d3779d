import { chooseOutput } from "./choose_output.ts";
import type { StageModule } from "./stage_module.ts";
import { didYouMean, unknownName } from "../../../common/did_you_mean.ts";
import { type Place, type Problem, problemAt } from "../yaml/problem.ts";
import type {
  NeedSpec,
  PipelineSpec,
  Reference,
  StageSpec,
} from "../spec/spec.ts";
import type { InputSpec } from "../../stage.ts";

/** One source of an input. */
export interface Source {
  /** Identifier of the stage that makes it. */
  readonly stage: string;
  readonly output: string;
  /** True to gather all instances. */
  readonly gather: boolean;
}

/** A stage with its module and checked wires. */
export interface WiredStage {
  /** The stage as the file writes it. */
  readonly spec: StageSpec;
  readonly module: StageModule;
  readonly inputs: ReadonlyMap<string, readonly Source[]>;
}

/**
 * Checks every wire of a pipeline against the stages' declarations: inputs exist, required ones are wired, kinds agree,
 * gathering inputs gather.
 *
 * @param modules Stage modules by identifier, without those that could not be loaded.
 * @returns Stages by identifier.
 */
export function wireStages(
  spec: PipelineSpec,
  modules: ReadonlyMap<string, StageModule>,
  problems: Problem[],
): Map<string, WiredStage> {
  const wired = new Map<string, WiredStage>();
  for (const [id, stage] of spec.stages) {
    const module = modules.get(id);
    if (module === undefined) continue;
    const declared = module.definition.inputs;
    const inputs = new Map<string, Source[]>();
    for (const [name, need] of stage.needs) {
      const input = Object.hasOwn(declared, name) ? declared[name] : undefined;
      if (input === undefined) {
        const known = Object.keys(declared);
        problems.push(problemAt(
          need.input,
          known.length === 0
            ? `Expected no inputs, as ${module.use} has none, but found ${name}`
            : unknownName(name, { what: `an input of ${module.use}`, known }),
        ));
        checkStagesExist(need, spec, problems);
      } else {
        inputs.set(
          name,
          wireInput({ name, need, input, stage: module.use }, {
            spec,
            modules,
            problems,
          }),
        );
      }
    }
    for (const [name, input] of Object.entries(declared)) {
      if (input.optional !== true && !stage.needs.has(name)) {
        problems.push(
          problemAt(
            stage.id,
            `stage ${id} lacks the input ${name} (${input.kind})`,
          ),
        );
      }
    }
    wired.set(id, { spec: stage, module, inputs });
  }
  return wired;
}

/** Most stages that a message lists by name. */
const LISTED = 20;

/** Problems after which messages have no hints. */
const HINTED = 100;

interface Context {
  readonly spec: PipelineSpec;
  readonly modules: ReadonlyMap<string, StageModule>;
  readonly problems: Problem[];
}

function wireInput(
  wire: { name: string; need: NeedSpec; input: InputSpec; stage: string },
  context: Context,
): Source[] {
  const { name, need, input } = wire;
  const { problems } = context;
  if (input.many !== true && need.references.length > 1) {
    problems.push(
      problemAt(need, `Expected one stage for input ${name} but found a list`),
    );
  }
  const sources: Source[] = [];
  for (const reference of need.references) {
    const text = referenceText(reference);
    if (!stageExists(reference, context.spec, problems)) continue;
    if (input.many === true && !reference.gather) {
      problems.push(
        problemAt(
          reference,
          `Expected input ${name} to gather ("${text}[*]") but found ${text}`,
        ),
      );
    } else if (input.many !== true && reference.gather) {
      problems.push(
        problemAt(
          reference,
          `Expected input ${name} to be one artifact (${
            text.slice(0, -3)
          }) but found ${text}`,
        ),
      );
    }
    const module = context.modules.get(reference.stage);
    if (module === undefined) continue;
    const output = chooseOutput(reference, { name, input, module }, problems);
    if (output !== undefined) {
      sources.push({
        stage: reference.stage,
        output,
        gather: reference.gather,
      });
    }
  }
  return sources;
}

function checkStagesExist(
  need: NeedSpec,
  spec: PipelineSpec,
  problems: Problem[],
): void {
  for (const reference of need.references) {
    stageExists(reference, spec, problems);
  }
}

function stageExists(
  reference: Reference & Place,
  spec: PipelineSpec,
  problems: Problem[],
): boolean {
  if (spec.stages.has(reference.stage)) return true;
  // After 100 problems skip the hints: each costs time in the number of stages.
  const known = problems.length < HINTED ? [...spec.stages.keys()] : [];
  const shown = known.slice(0, LISTED).join(", ");
  const rest = known.length - LISTED;
  problems.push(
    problemAt(
      reference,
      `Expected a stage of this file${
        known.length === 0
          ? ""
          : ` (${shown}${rest > 0 ? ` and ${rest} more` : ""})`
      } but found ${reference.stage}${didYouMean(reference.stage, known)}`,
    ),
  );
  return false;
}

function referenceText(reference: Reference): string {
  const output = reference.output === undefined ? "" : `.${reference.output}`;
  return `${reference.stage}${output}${reference.gather ? "[*]" : ""}`;
}
