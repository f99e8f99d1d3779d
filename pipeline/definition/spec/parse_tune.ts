import { z } from "zod";
import type { Located } from "../yaml/located.ts";
import { parseParams } from "../yaml/check_by_schema.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { nodeOfType } from "../yaml/node_checks.ts";
import { placeOf, type Problem, problemAt } from "../yaml/problem.ts";
import type { MatrixSpec } from "./parse_matrix.ts";
import { MOST_STEPS } from "./parse_range.ts";
import type { TunedAxis, TuneSpec } from "./tune_spec.ts";

/** Largest number of trials of a sweep. */
export const MOST_TRIALS = 1000;

/** Schema of `tune:`, which few files have: it is made for those. */
export function tuneSchema() {
  return z.strictObject({
    by: z.string().regex(
      /^[A-Za-z_][A-Za-z0-9_-]*\..+$/,
      "a stage and one of its numbers, such as validate.top1Accuracy",
    ).describe(
      "number to be improved: stage.number, or stage.output.path for one that the stage does not declare; of a list, its last; the mean over other axes, such as seeds",
    ),
    better: z.enum(["higher", "lower"]).optional().describe(
      "which of two values is better, where the stage does not declare it",
    ),
    sampler: z.enum(["tpe", "random", "grid"]).default("tpe").describe(
      "how trials are chosen: by the results so far, at random, or all combinations of values",
    ),
    trials: z.int().min(1).max(MOST_TRIALS).optional().describe(
      "number of trials; all combinations for sampler: grid",
    ),
    round: z.int().min(1).max(MOST_TRIALS).default(8).describe(
      "trials that are chosen at once, from the results of the rounds before",
    ),
    seed: z.int().nonnegative().max(MOST_STEPS).default(0).describe(
      "seed of all draws",
    ),
    failed: z.enum(["stop", "last"]).default("stop").describe(
      "what a stage that fails means: the sweep stops until it succeeds, or its trial is ranked last and not tried again",
    ),
    axes: z.array(z.string()).min(1).optional().describe(
      "axes that a trial chooses a value of: those with a range and no steps, and lists that are named here",
    ),
    stop: z.enum(["asha", "never"]).default("never").describe(
      "asha: trials begin with the first value of the axis rungs, and only the best go on to the next",
    ),
    rungs: z.string().optional().describe(
      "axis with the budgets of stop: asha, rising numbers such as epochs: [1, 3, 9]",
    ),
    reduction: z.int().min(2).max(100).default(3).describe(
      "of so many trials on a rung one goes on",
    ),
  });
}

/**
 * Checks `tune:`, a sweep whose trials follow from results.
 *
 * @param matrix Axes that it may choose from.
 * @returns The sweep; `undefined` for a wrong one.
 */
export function parseTune(
  tune: Located | undefined,
  matrix: MatrixSpec,
  problems: Problem[],
): TuneSpec | undefined {
  const before = problems.length;
  const what = "tune to be a mapping with by and trials";
  const node = nodeOfType(tune, { type: "map", what }, problems);
  if (node === undefined) return undefined;
  const parsed = parseParams(
    { name: "tune", params: tuneSchema() },
    node,
    problems,
  ) as z.output<ReturnType<typeof tuneSchema>> | undefined;
  if (parsed === undefined) return undefined;
  const at = (key: string): Located => node.entries.get(key)?.value ?? node;
  const { better, failed, sampler, trials, round, seed } = parsed;
  const rungs = rungsOf(parsed, { at, matrix, problems });
  const axes = tunedAxes(parsed, { at, matrix, problems });
  const grid = axes.reduce((all, { choices }) => all * choices.length, 1);
  if (sampler !== "grid" && trials === undefined) {
    problems.push(problemAt(node, "tune lacks the key trials"));
  }
  if (sampler === "grid" && grid > MOST_TRIALS && trials === undefined) {
    problems.push(problemAt(
      at("sampler"),
      `Expected at most ${MOST_TRIALS} trials but found a grid of ${grid}: add trials`,
    ));
  }
  if (problems.length > before) return undefined;
  const dot = parsed.by.indexOf(".");
  return {
    by: {
      stage: parsed.by.slice(0, dot),
      number: parsed.by.slice(dot + 1),
      ...placeOf(at("by")),
    },
    ...(better === undefined ? {} : { better }),
    sampler,
    trials: sampler === "grid" ? Math.min(trials ?? grid, grid) : trials ?? 0,
    round,
    seed,
    failed,
    axes,
    ...(rungs === undefined ? {} : { rungs }),
  };
}

interface TuneContext {
  readonly at: (key: string) => Located;
  readonly matrix: MatrixSpec;
  readonly problems: Problem[];
}

type ParsedTune = z.output<ReturnType<typeof tuneSchema>>;

function rungsOf(
  { stop, rungs, reduction }: ParsedTune,
  { at, matrix, problems }: TuneContext,
): TuneSpec["rungs"] {
  if (stop === "never") {
    if (rungs !== undefined) {
      problems.push(problemAt(at("rungs"), "rungs need stop: asha"));
    }
    return undefined;
  }
  if (rungs === undefined) {
    problems.push(problemAt(
      at("stop"),
      "stop: asha needs rungs: the axis with the budgets, such as epochs: [1, 3, 9]",
    ));
    return undefined;
  }
  const axis = matrix.axes.find(({ name }) => name === rungs);
  if (axis === undefined) {
    return unknownAxis(rungs, at("rungs"), matrix, problems);
  }
  const budgets = axis.values.map(({ value }) => value);
  const rising = budgets.every((budget, index) =>
    typeof budget === "number" && Number.isFinite(budget) &&
    (index === 0 || budget > (budgets[index - 1] as number))
  );
  if (!rising || budgets.length < 2) {
    problems.push(problemAt(
      axis.values[0] ?? at("rungs"),
      `Expected axis ${rungs}, which has the rungs, to be at least two rising numbers but found ${
        budgets.length === 0 ? "a range" : budgets.join(", ")
      }`,
    ));
    return undefined;
  }
  return { axis: rungs, budgets: budgets as number[], reduction };
}

function tunedAxes(
  { axes: named, rungs, sampler }: ParsedTune,
  { at, matrix, problems }: TuneContext,
): TunedAxis[] {
  const { axes, ranges } = matrix;
  const wanted = new Set([...ranges?.keys() ?? [], ...named ?? []]);
  const place = at("axes");
  for (const name of named ?? []) {
    if (!axes.some((axis) => axis.name === name)) {
      unknownAxis(name, place, matrix, problems);
    }
  }
  if (rungs !== undefined && wanted.has(rungs)) {
    problems.push(problemAt(
      at("rungs"),
      `Expected rungs to be an axis of which trials choose no value but found ${rungs}`,
    ));
  }
  if (wanted.size === 0) {
    problems.push(problemAt(
      place,
      "tune has nothing to choose: give an axis a range, or name lists in axes",
    ));
  }
  return axes.filter(({ name }) => wanted.has(name)).map(({ name, values }) => {
    const range = ranges?.get(name);
    if (range !== undefined && sampler === "grid") {
      problems.push(problemAt(
        range.at,
        `axis ${name} has no steps, which sampler: grid needs`,
      ));
    }
    return {
      name,
      ...(range === undefined ? {} : { range: range.range }),
      choices: values.map(({ value }) => value as string | number | boolean),
      ...placeOf(range?.at ?? values[0] ?? place),
    };
  });
}

function unknownAxis(
  name: string,
  place: Located,
  { axes }: MatrixSpec,
  problems: Problem[],
): undefined {
  const known = axes.map((axis) => axis.name);
  problems.push(problemAt(
    place,
    unknownName(name, { what: "an axis of the matrix", known }),
  ));
}
