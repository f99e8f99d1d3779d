import { matrixPoints, project, projectPoints } from "./point.ts";
import type { MatrixSpec } from "../spec/parse_matrix.ts";
import { type Problem, problemAt } from "../yaml/problem.ts";
import type { Point } from "../../stage.ts";

/** Most points of the matrix that are looked at for one stage. */
const MOST_POINTS = 1_000_000;

/** Most instances of a pipeline. */
const MOST_INSTANCES = 200_000;

/** Most inputs of a pipeline that are gathered. */
const MOST_GATHERED = 10_000_000;

/** Points of stages, by the axes that they mention. */
export interface StagePoints {
  /**
   * Points of a stage on some axes; none, with a problem, if they are too many.
   *
   * @param gathered Number of inputs that each instance gathers.
   */
  of(
    stage: string,
    axes: readonly string[],
    gathered?: number,
  ): readonly Point[];
}

/**
 * Gives each stage its points. Only the axes that it mentions, and those of `exclude`, are expanded: the points on other
 * axes are the same ones again. They are counted before they are built.
 *
 * @param problems Gets a number that is too large.
 */
export function stagePoints(
  matrix: MatrixSpec,
  problems: Problem[],
): StagePoints {
  const known = new Map<string, readonly Point[]>();
  let [instances, wires] = [0, 0];
  const excluding = matrix.exclude.flatMap((part) => Object.keys(part));
  const refuse = (
    axes: ReadonlySet<string>,
    message: string,
  ): readonly Point[] => {
    const [largest] = matrix.axes.filter(({ name }) => axes.has(name))
      .sort((a, b) => b.values.length - a.values.length);
    const place = largest?.values[0] ?? { line: 1, column: 1 };
    problems.push(problemAt(place, message));
    return [];
  };
  const build = (stage: string, axes: readonly string[]) => {
    const wanted = new Set([...axes, ...excluding]);
    const part = restrict(matrix, wanted);
    const count = countPoints(part);
    return count <= MOST_POINTS
      ? projectPoints(matrixPoints(part), axes)
      : refuse(
        wanted,
        `Expected at most ${MOST_POINTS} points of the matrix for stage ${stage} but found ${count}`,
      );
  };
  return {
    of: (stage, axes, gathered = 0) => {
      const key = axes.join("\n");
      const points = known.getOrInsertComputed(key, () => build(stage, axes));
      const before = instances;
      instances += points.length;
      wires += points.length * gathered;
      if (wires > MOST_GATHERED) {
        return refuse(
          new Set(axes),
          `Expected at most ${MOST_GATHERED} gathered inputs but found ${wires} with those of stage ${stage}`,
        );
      }
      if (instances <= MOST_INSTANCES) return points;
      return before > MOST_INSTANCES ? [] : refuse(
        new Set(axes),
        `Expected at most ${MOST_INSTANCES} instances but found ${instances} with those of stage ${stage}`,
      );
    },
  };
}

/** A matrix without the axes that are not wanted. */
function restrict(
  { axes, draws, include, exclude }: MatrixSpec,
  wanted: ReadonlySet<string>,
): MatrixSpec {
  const names = axes.map(({ name }) => name).filter((name) => wanted.has(name));
  const isDrawn = Object.keys(draws?.[0] ?? {}).some((axis) =>
    wanted.has(axis)
  );
  return {
    axes: axes.filter(({ name }) => wanted.has(name)),
    ...(draws !== undefined && isDrawn
      ? { draws: draws.map((draw) => project(draw, names)) }
      : {}),
    include: include.map((point) => project(point, names)),
    exclude,
  };
}

function countPoints({ axes, draws, include }: MatrixSpec): bigint {
  const drawn = Object.keys(draws?.[0] ?? {});
  return axes.filter(({ name }) => !drawn.includes(name))
    .map(({ values }) => BigInt(values.length))
    .reduce((a, b) => a * b, BigInt(draws?.length ?? 1)) +
    BigInt(include.length);
}
