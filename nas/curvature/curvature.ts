import { NonFiniteError, nonFiniteValues } from "../../common/non_finite.ts";
import type { Engine } from "../../engine/engine.ts";
import { randomStream } from "../../engine/philox.ts";
import type { Batch } from "../training/batch.ts";
import {
  convergenceOf,
  type EigenvalueState,
  EXACT,
  type SpectrumConvergence,
  worstState,
} from "./convergence.ts";
import {
  alphaCurvature,
  alphaHessian,
  type AlphaHessianOptions,
  type CurvedNetwork,
  hessianPrograms,
} from "./hessian.ts";
import { spectrumEnds } from "./lanczos.ts";
import { type Spectrum, symmetricSpectrum } from "./spectrum.ts";

/** Measurement of the curvature of a search. */
export interface CurvatureOptions {
  /** Epochs from one evaluation to the next. */
  readonly every: number;
  /** Fixed batches of validation images, all of one size. */
  readonly batches: readonly Batch[];
  /** Weight decay of the alphas, which the reference has on the diagonal. */
  readonly weightDecay: number;
  /** Accuracy of the eigenvalues; default {@linkcode ACCURACY}. */
  readonly accuracy?: Partial<SpectrumAccuracy>;
}

/**
 * Eigenvalues of the Hessian of one batch, with its loss: all, or Ritz values whose ends are close to those of the
 * spectrum.
 */
export interface AlphaSpectrum extends Omit<Spectrum, "asymmetry"> {
  /** Cross entropy. */
  readonly loss: number;
  /** Number of alphas. */
  readonly dimension: number;
  /** Largest difference between mirrored entries, an estimate of the numerical error; only of a dense Hessian. */
  readonly asymmetry: number | null;
  /** Residuals of the lowest and the highest eigenvalue; only where not all were computed. */
  readonly residuals: readonly [low: number, high: number] | null;
  /** Whether the eigenvalues are those of the Hessian. */
  readonly convergence: SpectrumConvergence;
}

/** How eigenvalues are computed. */
export interface SpectrumAccuracy {
  /** Largest number of alphas for which the whole Hessian is taken. */
  readonly dense: number;
  /** For more alphas: residuals of both ends as a share of the largest absolute eigenvalue, at which the iteration ends. */
  readonly tolerance: number;
  /** For more alphas: the most products to take. */
  readonly most: number;
}

/** The accuracy that all stages take. */
export const ACCURACY: SpectrumAccuracy = {
  dense: 256,
  tolerance: 1e-3,
  most: 120,
};

/**
 * Eigenvalues of the Hessian of a batch, with weight decay on its diagonal as in the reference: all, from the dense
 * Hessian, or for more than `dense` alphas the ends of the spectrum, by Lanczos's iteration.
 *
 * @throws {NonFiniteError} If a product or an eigenvalue is not finite.
 */
export async function alphaSpectrum(
  engine: Engine,
  { dense, tolerance, most, ...options }:
    & SpectrumOptions
    & Partial<SpectrumAccuracy>,
): Promise<AlphaSpectrum> {
  const alphas = options.alphas.reduce((sum, { length }) => sum + length, 0);
  const found = alphas > (dense ?? ACCURACY.dense)
    ? await endsOfSpectrum(engine, options, {
      tolerance: tolerance ?? ACCURACY.tolerance,
      most: most ?? ACCURACY.most,
    })
    : await wholeSpectrum(engine, options);
  const fault = nonFiniteValues([
    ["the eigenvalues of the Hessian", found.eigenvalues],
  ]);
  if (fault === undefined) return found;
  const images = { validation: options.batch.ids };
  throw new NonFiniteError(fault, { images });
}

type SpectrumOptions = AlphaHessianOptions & { readonly weightDecay: number };

async function wholeSpectrum(
  engine: Engine,
  { weightDecay, ...options }: SpectrumOptions,
): Promise<AlphaSpectrum> {
  const { loss, matrix, dimension } = await alphaHessian(engine, options);
  for (let i = 0; i < dimension; i++) {
    matrix[i * dimension + i]! += weightDecay;
  }
  const spectrum = symmetricSpectrum(matrix, dimension);
  return {
    loss,
    dimension,
    ...spectrum,
    residuals: null,
    convergence: EXACT,
  };
}

async function endsOfSpectrum(
  engine: Engine,
  { weightDecay, ...options }: SpectrumOptions,
  accuracy: Pick<SpectrumAccuracy, "tolerance" | "most">,
): Promise<AlphaSpectrum> {
  const at = alphaCurvature(engine, options);
  try {
    const dimension = at.gradient.length;
    const most = Math.min(accuracy.most, dimension);
    let done = 0;
    const ends = await spectrumEnds(
      async (vector) => {
        const product = at.product(vector);
        await options.afterColumn?.(++done, most);
        return product.map((entry, i) => entry + weightDecay * vector[i]!);
      },
      dimension,
      {
        ...accuracy,
        random: randomStream({ seed: options.seed, stream: "lanczos" }),
      },
    );
    const { values, residuals } = ends;
    const top = values.at(-1)!;
    return {
      loss: at.loss,
      dimension,
      eigenvalues: values,
      top,
      spectral: Math.max(Math.abs(values[0]!), Math.abs(top)),
      asymmetry: null,
      residuals,
      convergence: convergenceOf(ends, accuracy.tolerance),
    };
  } finally {
    at.dispose();
  }
}

/** Curvature of the validation loss in the raw alphas, means over batches. */
export interface Curvature {
  /** Largest eigenvalue with its sign. */
  readonly top: number;
  /** Largest absolute eigenvalue. */
  readonly spectral: number;
  /** State of the largest eigenvalue: the worst of the batches. */
  readonly topState: EigenvalueState;
  /** State of the largest absolute eigenvalue: the worst of the batches. */
  readonly spectralState: EigenvalueState;
  /** Of the batch with the largest residual, where the eigenvalues are not exact. */
  readonly lanczos?: {
    readonly steps: number;
    readonly tolerance: number;
    /** Residual of the largest eigenvalue. */
    readonly topResidual: number;
  };
}

/** Measures the curvature at given weights and alphas. */
export interface CurvatureWatch {
  measure(
    at: {
      readonly weights: Float32Array;
      readonly alphas: readonly Float32Array[];
      readonly seed: number;
      /** Factor of auxiliary skips, where the supernet takes it with each pass. */
      readonly skipFactor?: number | undefined;
    },
  ): Promise<Curvature>;
  /** Frees its programs. */
  dispose(): void;
}

/**
 * Prepares measurements of the curvature; programs are compiled once.
 *
 * @param engine The engine.
 * @param net Supernet, layout and relaxation.
 * @param options Batches.
 */
export function watchCurvature(
  engine: Engine,
  { config, layout, relaxation }: CurvedNetwork,
  { batches, weightDecay, accuracy }: CurvatureOptions,
): CurvatureWatch {
  const net = { config, layout, relaxation };
  const [first] = batches;
  const programs = hessianPrograms(engine, net, first?.y.length ?? 1);
  return {
    measure: async (at) => {
      const found: AlphaSpectrum[] = [];
      for (const batch of batches) {
        found.push(
          await alphaSpectrum(engine, {
            ...net,
            ...at,
            batch,
            programs,
            weightDecay,
            ...accuracy,
          }),
        );
      }
      return meanCurvature(found);
    },
    dispose: () => programs.disposeAll(),
  };
}

/** Means over batches, with the worst of their states. */
function meanCurvature(batches: readonly AlphaSpectrum[]): Curvature {
  const mean = (of: (spectrum: AlphaSpectrum) => number) =>
    batches.reduce((sum, found) => sum + of(found) / batches.length, 0);
  const worst =
    batches.flatMap(({ convergence: { lanczos }, residuals }) =>
      lanczos === null ? [] : [{
        steps: lanczos.steps,
        tolerance: lanczos.tolerance,
        topResidual: residuals![1],
      }]
    ).sort((a, b) => b.topResidual - a.topResidual)[0];
  return {
    top: mean(({ top }) => top),
    spectral: mean(({ spectral }) => spectral),
    topState: worstState(batches.map(({ convergence }) => convergence.top)),
    spectralState: worstState(
      batches.map(({ convergence }) => convergence.spectral),
    ),
    ...(worst === undefined ? {} : { lanczos: worst }),
  };
}
