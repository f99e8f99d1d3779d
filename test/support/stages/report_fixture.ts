// Artifacts with invented numbers, for tests of the report alone: they come from no training.
import { randomStream } from "../../../engine/philox.ts";
import { deriveGenotype } from "../../../nas/genotype/genotype.ts";
import { formatPythonGenotype } from "../../../nas/genotype/python_genotype.ts";
import {
  type SearchSpace,
  searchSpace,
} from "../../../nas/space/edge_space.ts";
import { genotypeTrajectory } from "../../../nas/genotype/trajectory.ts";
import type { FoldedStage, Member } from "../../../pipeline/stage.ts";

/** Files of a made-up study by input name of the stage `report`. */
export type FixtureFiles = Readonly<
  Record<string, readonly { point: Member["point"]; value: unknown }[]>
>;

const STATEMENT =
  "cifar10: 4,000 of 50,000 training and 1,000 of 10,000 test images (stratified, seed 0), halved to 16x16";
const EPOCHS = 8;
const GRID = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

/** Shape of each method's invented curves. */
const SHAPES = {
  "darts": { top: 0.135, error: 0.43, free: 0.16 },
  "sdarts-rs": { top: 0.082, error: 0.41, free: 0.05 },
  "sdarts-adv": { top: 0.052, error: 0.4, free: 0.08 },
} as const;
type Method = keyof typeof SHAPES;

function alphasOf(space: SearchSpace, method: Method, seed: number) {
  const stream = randomStream({ seed, stream: `fixture ${method}` });
  const goal = space.normal.map((row) => row.map(() => stream.normal() * 0.4));
  const reduce = space.reduce.map((row) =>
    row.map(() => stream.normal() * 0.4)
  );
  const grow = (rows: number[][], epoch: number) =>
    rows.map((row) => row.map((value) => value * epoch / EPOCHS));
  return Array.from({ length: EPOCHS + 1 }, (_, epoch) => ({
    epoch,
    normal: grow(goal, epoch),
    reduce: grow(reduce, epoch),
  }));
}

function member(method: Method, seed: number) {
  const space = searchSpace("s3");
  const shape = SHAPES[method];
  const stream = randomStream({ seed, stream: `fixture noise ${method}` });
  const noise = (size: number) => (stream.uniform() - 0.5) * size;
  const epochs = alphasOf(space, method, seed);
  const genotype = deriveGenotype(space, epochs[EPOCHS]!);
  const batches = [0, 1].map((batch) => {
    const top = shape.top * (1 + noise(0.3));
    return {
      ids: [batch, batch + 2],
      loss: 1.3,
      top,
      spectral: top,
      eigenvalues: eigenvalues(top),
    };
  });
  const top = {
    mean: (batches[0]!.top + batches[1]!.top) / 2,
    std: Math.abs(batches[0]!.top - batches[1]!.top) / Math.SQRT2,
  };
  const error = Math.round((shape.error + noise(0.03)) * 1000) / 1000;
  return {
    searches: searchHistory({ method, seed, noise }),
    alphas: { space, method, seed, epochs },
    genotypes: {
      space: "s3",
      genotype,
      python: formatPythonGenotype(genotype),
    },
    trajectories: { epochs: genotypeTrajectory(space, epochs) },
    retrains: retrainHistory({ method, seed, noise }),
    evaluations: evaluation({ error, genotype, noise }),
    curvature: {
      method,
      space: "s3",
      seed,
      dimension: 84,
      weightDecayDiagonal: 0.001,
      mode: "train",
      batchSize: 128,
      batches,
      top,
      spectral: top,
    },
    discretisations: {
      method,
      space: "s3",
      seed,
      images: 512,
      mode: "train",
      mixture: { loss: 1.3, accuracy: 0.5 },
      discrete: { loss: 2.2, accuracy: 0.5 - 3 * shape.top },
      drop: 3 * shape.top,
    },
    landscapes: {
      method,
      space: "s3",
      seed,
      images: 256,
      mode: "evaluation",
      coordinates: GRID,
      // A sharper summit has a larger eigenvalue.
      accuracy: GRID.map((b) =>
        GRID.map((a) => 0.5 - shape.top * (a * a + b * b) / 20 + noise(0.01))
      ),
    },
  };
}

/** A made-up evaluation on the test images. */
function evaluation(
  { error, genotype, noise }: Pick<FixtureRun, "noise"> & {
    readonly error: number;
    readonly genotype: unknown;
  },
) {
  return {
    top1Error: error,
    top1Accuracy: 1 - error,
    top5Accuracy: 0.9,
    loss: 1.2 + noise(0.1),
    count: 1000,
    parameters: 120000 + Math.round(noise(9000)),
    macs: 5200000 + Math.round(noise(400000)),
    normalisationMacs: 210000,
    poolingOperations: 1300000,
    counting: {
      auxiliaryHead: "excluded",
      macs: ["convolution", "linear"],
    },
    dataset: STATEMENT,
    mode: "evaluation",
    perClass: [{ class: "airplane", accuracy: 0.6, count: 100 }],
    genotype,
  };
}

function eigenvalues(top: number): number[] {
  return Array.from(
    { length: 84 },
    (_, i) => i === 83 ? top : top * (0.7 * (i / 84) ** 6 - 0.04),
  );
}

interface FixtureRun {
  readonly method: Method;
  readonly seed: number;
  /** A random number around zero, in a range of the given width. */
  readonly noise: (size: number) => number;
}

function rise(epoch: number): number {
  return 1 - Math.exp(-epoch / 3);
}

function searchHistory({ method, seed, noise }: FixtureRun) {
  const shape = SHAPES[method];
  return {
    method,
    space: "s3",
    seed,
    dataset: STATEMENT,
    config: {
      method,
      seed,
      space: "s3",
      epochs: EPOCHS,
      batchSize: 32,
      channels: 8,
      cells: 4,
      alpha: { rate: 0.003, weightDecay: 0.001 },
      perturbation: method === "darts"
        ? "none"
        : method === "sdarts-rs"
        ? "random"
        : "adversarial",
    },
    mode: {
      trainLoss: "train",
      validAccuracy: "evaluation",
      attackGain: "evaluation",
    },
    alphas: {
      fromUniform: 0.2,
      fromStart: 0.21,
      matrices: {
        normal: { fromUniform: 0.2, fromStart: 0.21 },
        reduce: { fromUniform: 0.1, fromStart: 0.1 },
      },
      genotypeChanges: 5,
      lastGenotypeChange: 7,
    },
    epochs: Array.from({ length: EPOCHS }, (_, i) => ({
      epoch: i + 1,
      epsilon: method === "darts" ? null : 0.03 + 0.27 * i / EPOCHS,
      learningRate: 0.025,
      trainLoss: 2.3 - 1.1 * rise(i + 1) + noise(0.06),
      trainAccuracy: 0.1 + 0.45 * rise(i + 1) + noise(0.02),
      validLoss: 2.3 - 0.9 * rise(i + 1),
      validAccuracy: 0.1 + 0.43 * rise(i + 1) + noise(0.03),
      parameterFreeShare: Math.round(
        28 * (0.33 - (0.33 - shape.free) * rise(i + 1) + noise(0.05)),
      ) / 28,
      skipShare: 0.1,
      attackGain: method === "sdarts-adv"
        ? 0.02 + 0.09 * rise(i) + noise(0.01)
        : null,
      attackFallbacks: method === "sdarts-adv" ? 1 : null,
    })),
  };
}

function retrainHistory({ seed, noise }: FixtureRun) {
  return {
    seed,
    config: { seed, epochs: 6, channels: 12, cells: 4, batchSize: 64 },
    dataset: STATEMENT,
    epochs: Array.from({ length: 6 }, (_, i) => ({
      epoch: i + 1,
      learningRate: 0.02,
      dropPath: 0.01 * i,
      trainLoss: 2.2 - rise(i + 1) + noise(0.05),
      trainAccuracy: 0.2 + 0.4 * rise(i + 1),
    })),
  };
}

/** A study of three methods. */
export function reportFixture(seeds: readonly number[] = [0, 1]): FixtureFiles {
  const members = (Object.keys(SHAPES) as Method[]).sort().flatMap((method) =>
    seeds.map((seed) => ({
      point: { method, seed },
      files: member(method, seed),
    }))
  );
  const names = Object.keys(members[0]!.files) as (keyof ReturnType<
    typeof member
  >)[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      members.map(({ point, files }) => ({ point, value: files[name] })),
    ]),
  );
}

/**
 * Made-up look-ups of three methods in a table: the architecture of the first seed of DARTS is not in it after epoch 2, and
 * none of SDARTS-ADV is after epoch 1.
 */
export function benchmarkFixture(
  seeds: readonly number[] = [0, 1],
): FixtureFiles[string] {
  return (Object.keys(SHAPES) as Method[]).sort().flatMap((method, place) =>
    seeds.map((seed, at) => ({
      point: { method, seed },
      value: {
        method,
        space: "nasbench1shot1-1",
        seed,
        table: {
          name: "made-up.tfrecord",
          official: false,
          epochs: 4,
          cells: 1234,
          bestTestAccuracy: 0.9,
        },
        regime: {
          trainings: "mean",
          splits: {
            testError: "test",
            validationError: "validation",
            regret: "test",
          },
          mode: "evaluation",
          epochs: 4,
          repeats: [2, 3],
        },
        epochs: [0, 1, 2].map((epoch) => {
          const inTable = !(method === "darts" && at === 0 && epoch === 2) &&
            !(method === "sdarts-adv" && epoch === 1);
          const error = 0.5 - 0.1 * epoch + 0.02 * at + 0.01 * place;
          return {
            epoch,
            hash: "0".repeat(32),
            inTable,
            testError: inTable ? error : null,
            validationError: inTable ? error - 0.01 : null,
            regret: inTable ? error - 0.1 : null,
          };
        }),
      },
    }))
  );
}

/** The folded DAG of that study. */
export const FIXTURE_GRAPH: readonly FoldedStage[] = [
  { id: "files", use: "download", needs: [], instances: 1 },
  { id: "data", use: "split", needs: ["files"], instances: 1 },
  { id: "search", use: "search", needs: ["data"], instances: 6 },
  { id: "derive", use: "derive", needs: ["search"], instances: 6 },
  { id: "retrain", use: "retrain", needs: ["data", "derive"], instances: 6 },
  { id: "evaluate", use: "evaluate", needs: ["data", "retrain"], instances: 6 },
  { id: "hessian", use: "hessian", needs: ["data", "search"], instances: 6 },
  {
    id: "report",
    use: "report",
    needs: ["search", "derive", "retrain", "evaluate", "hessian"],
    instances: 1,
  },
];
