// Every kind of JSON artifact: the bytes that a producer writes, and that its reader takes them.
import { assertEquals } from "@std/assert";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import { alphaMatrices } from "../../nas/space/alpha_matrices.ts";
import type { Alphas } from "../../nas/space/alphas.ts";
import type { ChoiceAlphas } from "../../nas/space/choice_alphas.ts";
import { type ChoiceSpace, choiceSpace } from "../../nas/space/choice_space.ts";
import { type SearchSpace, searchSpace } from "../../nas/space/edge_space.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { readAlphasFile, writeAlphasFile } from "./alphas_file.ts";
import { benchmarkFile } from "./benchmark.ts";
import { readChoiceAlphasFile } from "./choice_alphas_file.ts";
import { discretisationFile } from "./discretisation.ts";
import { evaluationFile, validationFile } from "./evaluation.ts";
import {
  readArchitectureFile,
  readFullGenotypeFile,
  writeGenotypeFile,
} from "./genotype_file.ts";
import { hessianFile } from "./hessian.ts";
import { landscapeFile } from "./landscape.ts";
import { networkCountFile } from "./network_count.ts";
import { PROJECTION_MODES, projectionFile } from "./projection.ts";
import { RETRAIN_MODES, retrainHistoryFile } from "./retrain_history.ts";
import { SEARCH_MODES, searchHistoryFile } from "./search_history.ts";
import { selectionFile } from "./selection.ts";
import { splitIdsFile } from "./split_ids.ts";
import { trajectoryFile } from "./trajectory.ts";

/** Checks the bytes of a written value and gives what the reader makes of them. */
async function roundTrip<V, R>(
  { write, read, value, indentation = 2 }: {
    readonly write: (path: string, value: V) => Promise<void>;
    readonly read: (path: string) => Promise<R>;
    readonly value: V;
    readonly indentation?: number;
  },
): Promise<R> {
  using folder = tempFolder();
  const path = `${folder.path}/artifact.json`;
  await write(path, value);
  assertEquals(
    await Deno.readTextFile(path),
    `${JSON.stringify(value, null, indentation)}\n`,
  );
  return await read(path);
}

/** Round trip of a value that the reader gives back as it was. */
async function same<V>(
  write: (path: string, value: V) => Promise<void>,
  read: (path: string) => Promise<unknown>,
  value: V,
  indentation = 2,
): Promise<void> {
  assertEquals(
    await roundTrip({ write, read, value, indentation }),
    value as unknown,
  );
}

const search = { method: "darts", space: "s3", seed: 1 };
const { genotype } = publishedGenotype("darts-v2");
const epoch = {
  epoch: 1,
  learningRate: 0.025,
  trainLoss: 2.5,
  trainAccuracy: 0.25,
};
const searchEpoch = {
  epsilon: null,
  validLoss: 2.25,
  validAccuracy: 0.5,
  parameterFreeShare: 1,
  skipShare: 0,
  attackGain: null,
  attackFallbacks: null,
  curvature: { top: 1, spectral: 2 },
};

Deno.test("alphas, of edges and of choice blocks", async () => {
  const matrices = (space: SearchSpace | ChoiceSpace) =>
    Object.fromEntries(
      alphaMatrices(space).map(({ name, rows, columns }) => [
        name,
        Array.from({ length: rows }, (_, row) =>
          Array.from({ length: columns }, (_, column) =>
            row - 0.5 * column)),
      ]),
    ) as unknown as Alphas | ChoiceAlphas;
  const found = (space: SearchSpace | ChoiceSpace) => ({
    space,
    method: "darts",
    seed: 1,
    epochs: [0, 1].map((epoch) => ({ epoch, ...matrices(space) })),
  });
  await same(
    writeAlphasFile,
    readAlphasFile,
    found(searchSpace("s3", { nodes: 1 })),
  );
  const choice = choiceSpace("nasbench1shot1-1");
  const read = await roundTrip({
    write: writeAlphasFile,
    read: readChoiceAlphasFile,
    value: found(choice),
  });
  assertEquals(read, {
    space: choice,
    method: "darts",
    seed: 1,
    epochs: [0, 1].map((epoch) => ({
      epoch,
      alphas: matrices(choice) as ChoiceAlphas,
    })),
  });
});

Deno.test("histories of searches and retrainings", async () => {
  const stop = { decidedAt: 8, stopEpoch: 4 };
  await same(searchHistoryFile.write, searchHistoryFile.read, {
    ...search,
    dataset: "noise",
    config: { method: "darts", cells: 3 },
    epochs: [{ ...epoch, ...searchEpoch }],
    earlyStop: stop,
    rollbacks: [{ ...stop, weightDecay: 0.003 }],
  });
  await same(retrainHistoryFile.write, retrainHistoryFile.read, {
    seed: 1,
    config: { cells: 3 },
    dataset: "noise",
    epochs: [{ ...epoch, dropPath: 0.1 }],
  });
});

Deno.test("the state of each number, which files of older versions lack", async () => {
  const distance = { fromUniform: 0.25, fromStart: 0.5 };
  const changes = { genotypeChanges: 2, lastGenotypeChange: null };
  const reach = {
    perturbationNorm: 0.25,
    perturbationRatio: null,
    perturbationsOutside: 1,
  };
  const counting = {
    normalisationMacs: 10,
    poolingOperations: 20,
    counting: { auxiliaryHead: "excluded" as const, macs: ["convolution"] },
  };
  await same(searchHistoryFile.write, searchHistoryFile.read, {
    ...search,
    dataset: "noise",
    config: {},
    mode: SEARCH_MODES,
    epochs: [{ ...epoch, ...searchEpoch, ...reach }],
    alphas: { ...distance, matrices: { normal: distance }, ...changes },
  });
  await same(retrainHistoryFile.write, retrainHistoryFile.read, {
    seed: 1,
    config: {},
    dataset: "noise",
    mode: RETRAIN_MODES,
    epochs: [{ ...epoch, dropPath: 0.1 }],
  });
  await same(projectionFile.write, projectionFile.read, {
    ...search,
    dataset: "noise",
    config: {},
    mode: PROJECTION_MODES,
    decisions: [],
    epochs: [{ ...epoch, ...reach }],
  });
  await same(trajectoryFile.write, trajectoryFile.read, {
    ...changes,
    epochs: [],
  }, 1);
  const scores = { loss: 2.5, accuracy: 0.5 };
  await same(discretisationFile.write, discretisationFile.read, {
    ...search,
    images: 2,
    mode: "train" as const,
    mixture: scores,
    discrete: scores,
    drop: 0,
  });
  await same(landscapeFile.write, landscapeFile.read, {
    ...search,
    images: 2,
    mode: "evaluation" as const,
    coordinates: [-1, 1],
    accuracy: [[0, 0.5], [null, 1]],
  });
  await same(evaluationFile.write, evaluationFile.read, {
    top1Error: 0.25,
    top1Accuracy: 0.75,
    top5Accuracy: 1,
    loss: 0.5,
    count: 4,
    parameters: 100,
    macs: 1000,
    ...counting,
    dataset: "noise",
    mode: "evaluation" as const,
    perClass: [],
  });
  await same(networkCountFile.write, networkCountFile.read, {
    stem: "cifar" as const,
    channels: 4,
    cells: 3,
    classes: 10,
    size: 32,
    auxiliary: false,
    parameters: 100,
    macs: 1000,
    convolutionMacs: 900,
    linearMacs: 100,
    ...counting,
  });
  await same(benchmarkFile.write, benchmarkFile.read, {
    ...search,
    table: {
      name: "a.tfrecord",
      official: false,
      epochs: 4,
      cells: 2,
      bestTestAccuracy: 0.75,
    },
    regime: {
      epochs: 4,
      trainings: "mean" as const,
      repeats: [1, 3] as [number, number],
      splits: { testError: "test" as const },
      mode: "evaluation" as const,
    },
    ...changes,
    epochs: [{
      epoch: 0,
      hash: "00",
      inTable: false,
      testError: null,
      validationError: null,
      regret: null,
    }],
  });
});

Deno.test("genotypes, with an indentation of 1 or 2, and their trajectory", async () => {
  const value = { space: "s3", genotype, python: "Genotype(...)" };
  await same(writeGenotypeFile, readFullGenotypeFile, value, 1);
  await same(
    (path, value) => writeGenotypeFile(path, value, 2),
    readFullGenotypeFile,
    value,
    2,
  );
  const write = writeGenotypeFile;
  assertEquals(
    await roundTrip({
      write,
      read: readArchitectureFile,
      value,
      indentation: 1,
    }),
    genotype,
  );
  await same(trajectoryFile.write, trajectoryFile.read, {
    epochs: [{ epoch: 0, genotype, parameterFree: 3, skips: 1 }],
  }, 1);
});

Deno.test("measures of networks", async () => {
  const value = {
    top1Error: 0.25,
    top1Accuracy: 0.75,
    top5Accuracy: 1,
    loss: 0.5,
    count: 4,
    parameters: 100,
    macs: 1000,
    dataset: "noise",
    perClass: [{ class: "cat", accuracy: null, count: 0 }],
    genotype,
  };
  await same(evaluationFile.write, evaluationFile.read, value);
  assertEquals(
    await roundTrip({
      write: evaluationFile.write,
      read: validationFile.read,
      value,
    }),
    { top1Accuracy: 0.75, loss: 0.5, count: 4 },
  );
  await same(networkCountFile.write, networkCountFile.read, {
    stem: "cifar",
    channels: 4,
    cells: 3,
    classes: 10,
    size: 32,
    auxiliary: true,
    parameters: 100,
    auxiliaryParameters: 10,
    macs: 1000,
    convolutionMacs: 900,
    linearMacs: 100,
  });
});

Deno.test("measures of supernets", async () => {
  const spread = { mean: 1, std: null };
  await same(hessianFile.write, hessianFile.read, {
    ...search,
    dataset: "noise",
    dimension: 2,
    weightDecayDiagonal: 0.001,
    mode: "train",
    batchSize: 2,
    batches: [{
      ids: [3, 1],
      loss: 2.5,
      top: 1,
      spectral: 2,
      asymmetry: null,
      residuals: [0.25, 0.5],
      eigenvalues: [-2, 1],
    }],
    top: spread,
    spectral: spread,
  });
  const scores = { loss: 2.5, accuracy: 0.5 };
  await same(discretisationFile.write, discretisationFile.read, {
    ...search,
    dataset: "noise",
    images: 2,
    mixture: scores,
    discrete: scores,
    drop: 0,
  });
  await same(landscapeFile.write, landscapeFile.read, {
    ...search,
    dataset: "noise",
    images: 2,
    coordinates: [-1, 1],
    loss: [[1, 2], [3, 4]],
    accuracy: [[0, 0.5], [null, 1]],
  });
  await same(projectionFile.write, projectionFile.read, {
    ...search,
    dataset: "noise",
    config: { interval: 1 },
    decisions: [
      {
        cell: "normal",
        edge: 0,
        operation: "skip_connect",
        scores: { none: null, skip_connect: 0.5 },
      },
      { cell: "reduce", node: 1, sources: [0, 2], scores: [0.5, 1, 0] },
    ],
    epochs: [epoch],
  });
});

Deno.test("lookups, selections and splits", async () => {
  await same(benchmarkFile.write, benchmarkFile.read, {
    ...search,
    table: {
      name: "a.tfrecord",
      official: false,
      epochs: 4,
      cells: 2,
      bestTestAccuracy: 0.75,
    },
    epochs: [{
      epoch: 0,
      hash: "00",
      cell: { operations: [] },
      inTable: false,
      repeats: null,
      parameters: null,
      testError: null,
      validationError: null,
      regret: null,
    }],
  });
  const point = { space: "s3", seed: 1 };
  await same(selectionFile.write, selectionFile.read, {
    chosen: point,
    python: "Genotype(...)",
    candidates: [{
      point,
      validationAccuracy: 0.5,
      validationLoss: 2.5,
      images: 4,
    }],
  });
  await same(splitIdsFile.write, splitIdsFile.read, {
    dataset: "cifar10",
    seed: 0,
    weights: [0, 2],
    alpha: ["a.png"],
    test: [1],
  }, 0);
});
