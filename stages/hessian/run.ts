import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { alphaSpectrum } from "../../nas/curvature/curvature.ts";
import { hessianPrograms } from "../../nas/curvature/hessian.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { writeJsonFile } from "../_artifacts/_json_file.ts";
import { readSupernetFolder } from "../_artifacts/supernet_folder.ts";
import { validationBatches } from "../_training/validation_batches.ts";
import type { HessianParams } from "./params.ts";

/**
 * Takes the Hessian on fixed, seeded batches of the alpha half, as they are (no augmentation), in training mode, and
 * writes each batch's spectrum with mean and spread over batches.
 */
export async function run(
  context: StageContext<HessianParams>,
): Promise<void> {
  const { params } = context;
  const { batch, seed, weightDecay } = params;
  using dataset = await openDataset(context.input("data"));
  const drawn = validationBatches(dataset, { ...params, stage: "hessian" });
  const supernet = await readSupernetFolder(context.input("search"));
  const { config, layout, alphas } = supernet;
  const engine = await openStageEngine(params.threads);
  const batches: BatchSpectrum[] = [];
  let dimension = 0;
  const programs = hessianPrograms(engine, { config, layout }, batch);
  for (const { x, y, ids } of drawn) {
    const at = batches.length;
    const found = await alphaSpectrum(engine, {
      config,
      layout,
      weights: supernet.flat.weights,
      alphas,
      batch: { x, y },
      seed,
      weightDecay,
      programs,
      afterColumn: async (column, columns) => {
        context.progress({
          done: at * columns + column,
          total: params.batches * columns,
          unit: "column",
        });
        await new Promise((resolve) => setTimeout(resolve, 0));
        context.signal.throwIfAborted();
      },
    });
    dimension = found.dimension;
    batches.push({
      ids: Array.from(ids),
      loss: found.loss,
      top: found.top,
      spectral: found.spectral,
      asymmetry: found.asymmetry,
      residuals: found.residuals,
      eigenvalues: Array.from(found.eigenvalues),
    });
  }
  programs.disposeAll();
  await writeJsonFile(context.output("hessian"), {
    method: supernet.method,
    space: config.space.name,
    seed: supernet.seed,
    dataset: supernet.dataset,
    dimension,
    weightDecayDiagonal: weightDecay,
    mode: "train",
    batchSize: batch,
    batches,
    top: spread(batches.map((b) => b.top)),
    spectral: spread(batches.map((b) => b.spectral)),
  });
}

/** Spectrum of one batch. */
interface BatchSpectrum {
  /** Indices of the images in the official files. */
  readonly ids: readonly number[];
  /** Cross entropy. */
  readonly loss: number;
  /** Largest algebraic eigenvalue, which the reference reports. */
  readonly top: number;
  /** Largest absolute eigenvalue. */
  readonly spectral: number;
  /** Largest difference of mirrored entries, a measure of rounding; null where only the ends were computed. */
  readonly asymmetry: number | null;
  /** Residuals of both ends where only they were computed (more than 256 alphas). */
  readonly residuals: readonly [low: number, high: number] | null;
  /** Ascending; Ritz values where only the ends were computed. */
  readonly eigenvalues: readonly number[];
}

/** Mean and sample standard deviation; the latter is null for one value. */
function spread(
  values: readonly number[],
): { mean: number; std: number | null } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (values.length < 2) return { mean, std: null };
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}
