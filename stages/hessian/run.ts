import { stageNetwork } from "../_training/stage_network.ts";
import { stageRelaxation } from "../_training/stage_relaxation.ts";
import { deviation, mean } from "../../common/moments.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import {
  type AlphaSpectrum,
  alphaSpectrum,
} from "../../nas/curvature/curvature.ts";
import { worstState } from "../../nas/curvature/convergence.ts";
import { hessianPrograms } from "../../nas/curvature/hessian.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { checkTrainedOn } from "../_training/check_trained_on.ts";
import { openStageEngine } from "../_training/open_stage_engine.ts";
import { reportProgress } from "../_training/report_progress.ts";
import { hessianFile } from "../_artifacts/hessian.ts";
import { readSupernetFolder, searchOf } from "../_artifacts/supernet_folder.ts";
import { validationBatches } from "../_training/validation_batches.ts";
import type { HessianParams } from "./params.ts";

/**
 * Computes the Hessian on fixed, seeded batches of the alpha half without augmentation, in training mode, and writes the
 * spectrum of each batch, with mean and spread over batches.
 */
export async function run(
  context: StageContext<HessianParams>,
): Promise<void> {
  const { params } = context;
  const { batch, seed, weightDecay } = params;
  using dataset = await openDataset(context.input("data"));
  const drawn = validationBatches(dataset, { ...params, stage: "hessian" });
  const supernet = await readSupernetFolder(context.input("search"), {
    ...stageNetwork(context),
    log: context.log,
  });
  checkTrainedOn(supernet.config, dataset.manifest);
  const { config, layout, alphas } = supernet;
  const engine = await openStageEngine(params.threads);
  const found: { ids: number[]; spectrum: AlphaSpectrum }[] = [];
  const relaxation = await stageRelaxation(context, supernet);
  const net = { config, layout, relaxation };
  const programs = hessianPrograms(engine, net, batch);
  for (const images of drawn) {
    const at = found.length;
    const spectrum = await alphaSpectrum(engine, {
      ...net,
      weights: supernet.flat.weights,
      alphas,
      batch: images,
      seed,
      weightDecay,
      programs,
      afterColumn: async (column, columns) => {
        await reportProgress(context, {
          done: at * columns + column,
          total: params.batches * columns,
          unit: "column",
        });
      },
    });
    found.push({ ids: Array.from(images.ids), spectrum });
  }
  programs.disposeAll();
  logUnconverged(context, found.map(({ spectrum }) => spectrum));
  const worst = (of: "top" | "spectral") =>
    worstState(found.map(({ spectrum }) => spectrum.convergence[of]));
  await hessianFile.write(context.output("hessian"), {
    ...searchOf(supernet),
    dimension: found[0]!.spectrum.dimension,
    weightDecayDiagonal: weightDecay,
    mode: "train",
    batchSize: batch,
    batches: found.map(({ ids, spectrum }) => ({
      ids,
      loss: spectrum.loss,
      top: spectrum.top,
      spectral: spectrum.spectral,
      asymmetry: spectrum.asymmetry,
      residuals: spectrum.residuals,
      eigenvalues: Array.from(spectrum.eigenvalues),
      convergence: spectrum.convergence,
    })),
    top: spread(found.map(({ spectrum }) => spectrum.top)),
    spectral: spread(found.map(({ spectrum }) => spectrum.spectral)),
    convergence: { top: worst("top"), spectral: worst("spectral") },
  });
}

/** Says which batches have a largest eigenvalue that did not converge. */
function logUnconverged(
  { log }: Pick<StageContext<unknown>, "log">,
  spectra: readonly AlphaSpectrum[],
): void {
  spectra.forEach(({ top, residuals, convergence }, at) => {
    if (convergence.top !== "unconverged") return;
    const { steps, tolerance } = convergence.lanczos!;
    log(
      `batch ${
        at + 1
      }: the largest eigenvalue did not converge: ${top} has a residual of ${
        residuals![1]
      } after ${steps} products, with a tolerance of ${tolerance} of the largest absolute one`,
    );
  });
}

function spread(values: readonly number[]) {
  return { mean: mean(values), std: deviation(values) };
}
