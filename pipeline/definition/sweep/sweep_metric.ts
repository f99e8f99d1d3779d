import type { NumberSpec, OutputSpec, StageDefinition } from "../../stage.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { TuneSpec } from "../spec/tune_spec.ts";

/** A stage, as far as it decides what a number was measured on. */
export interface MeasuringStage {
  readonly module: {
    readonly use: string;
    readonly definition: Pick<StageDefinition<unknown>, "outputs" | "graph">;
  };
  readonly inputs: ReadonlyMap<
    string,
    readonly { readonly stage: string; readonly output: string }[]
  >;
}

/** Stages by identifier. */
export type MeasuringStages = ReadonlyMap<string, MeasuringStage>;

/** The number by which the trials of a sweep are compared. */
export interface SweepMetric {
  readonly stage: string;
  readonly output: string;
  /** Path in the JSON of the output; empty for an output that is a number. */
  readonly path: string;
  readonly better: "higher" | "lower";
}

/**
 * Finds the number that `by:` of a sweep names, and refuses one that was measured on test data.
 *
 * @param problems Gets why it cannot be compared by.
 */
export function findSweepMetric(
  { by, better }: Pick<TuneSpec, "by" | "better">,
  stages: MeasuringStages,
  problems: Problem[],
): SweepMetric | undefined {
  const refuse = (message: string): undefined => {
    problems.push(problemAt(by, message));
  };
  const stage = stages.get(by.stage);
  if (stage === undefined) {
    const known = [...stages.keys()];
    const what = "by to begin with a stage of this file";
    return refuse(unknownName(by.stage, { what, known }));
  }
  const { outputs } = stage.module.definition;
  const found = named(by.number, outputs);
  if (typeof found === "string") {
    return refuse(`Expected by to be ${found} but found ${by.number}`);
  }
  const { output, path, spec } = found;
  const why = spec?.test ??
    testSource(by.stage, output, stages) ??
    (spec === undefined ? testName(`${output}.${path}`) : undefined);
  if (why !== undefined && why !== false) {
    const reason = why === true
      ? `${stage.module.use} measures it on test data`
      : why;
    return refuse(
      `Expected by to be a number that is not measured on test data but found ${by.stage}.${by.number}: ${reason}`,
    );
  }
  if (better !== undefined && spec !== undefined && spec.better !== better) {
    return refuse(
      `Expected better: ${spec.better}, as ${stage.module.use} declares ${path}, but found ${better}`,
    );
  }
  const direction = spec?.better ?? better;
  return direction === undefined
    ? refuse(
      `${stage.module.use} does not declare ${by.number}: say better: higher or better: lower`,
    )
    : { stage: by.stage, output, path, better: direction };
}

/** Stages whose results decide a metric: its own and those that it needs. */
export function stagesOf(metric: string, stages: MeasuringStages): Set<string> {
  const found = new Set<string>();
  const open = [metric];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const source of sourcesOf(stages.get(id))) open.push(source.stage);
  }
  return found;
}

interface Named {
  readonly output: string;
  readonly path: string;
  readonly spec?: NumberSpec;
}

/** The number of a name; text that says what it should be. */
function named(
  name: string,
  outputs: Readonly<Record<string, OutputSpec>>,
): Named | string {
  const [first = "", ...rest] = name.split(".");
  if (Object.hasOwn(outputs, first)) {
    const path = rest.join(".");
    const found = declared(path, outputs[first]!);
    return found.length > 1
      ? `one number of ${first} (${found.map(({ path }) => path).join(", ")})`
      : { output: first, ...(found[0] ?? { path }) };
  }
  const found = Object.entries(outputs).flatMap(([output, spec]) =>
    declared(name, spec).map((number) => ({ output, ...number }))
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const known = Object.entries(outputs).flatMap(([output, { numbers = {} }]) =>
    Object.keys(numbers).map((path) => `${output}.${path}`)
  );
  return known.length > 0
    ? `one number of the stage (${known.join(", ")})`
    : `an output of the stage (${
      Object.keys(outputs).join(", ")
    }) and the path of a number in it`;
}

/** Declared numbers of a name: its whole path, or else its last part; `valid_accuracy` is `validAccuracy`. */
function declared(
  name: string,
  { numbers = {} }: OutputSpec,
): { path: string; spec: NumberSpec }[] {
  const plain = (text: string) => text.replaceAll("_", "").toLowerCase();
  const lastPart = (path: string) => path.slice(path.lastIndexOf(".") + 1);
  const like = (form: (path: string) => string) =>
    Object.entries(numbers)
      .filter(([path]) => plain(form(path)) === plain(name))
      .map(([path, spec]) => ({ path, spec }));
  const whole = like((path) => path);
  return whole.length > 0 ? whole : like(lastPart);
}

/**
 * Why an output counts as measured on test data; undefined if it does not. What a stage makes of test data was measured
 * on it, whatever it is called, unless its declaration says otherwise.
 */
function testSource(
  id: string,
  output: string,
  stages: MeasuringStages,
): string | undefined {
  const seen = new Set<string>();
  const reasonOf = (id: string, output: string): string | undefined => {
    const stage = stages.get(id);
    const spec = stage?.module.definition.outputs[output];
    if (spec?.test === true) return `${id}.${output} holds test data`;
    if (spec?.test === false || seen.has(`${id}.${output}`)) return undefined;
    seen.add(`${id}.${output}`);
    for (const source of sourcesOf(stage)) {
      const reason = reasonOf(source.stage, source.output);
      if (reason !== undefined) {
        return `${id} reads ${source.stage}.${source.output}${
          reason.startsWith(`${source.stage}.`)
            ? ", which holds test data"
            : `, and ${reason}`
        }`;
      }
    }
    const numbers = Object.entries(spec?.numbers ?? {});
    const measured = numbers.find(([, number]) => number.test === true);
    return measured && `${id}.${output} has ${measured[0]}`;
  };
  return reasonOf(id, output);
}

function sourcesOf(stage: MeasuringStage | undefined) {
  return [...stage?.inputs.values() ?? []].flat();
}

/** Says that a number that nobody declares is called after test data. */
function testName(name: string): string | undefined {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase()
    .split(/[^a-z]+/);
  return words.includes("test") ? "its name says so" : undefined;
}
