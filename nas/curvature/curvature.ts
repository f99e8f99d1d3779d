import type { Engine } from "../../engine/engine.ts";
import { randomStream } from "../../engine/philox.ts";
import type { Batch } from "../training/batch.ts";
import {
  alphaCurvature,
  alphaHessian,
  type AlphaHessianOptions,
  hessianPrograms,
} from "./hessian.ts";
import type { Layout } from "../layers/layout.ts";
import { spectrumEnds } from "./lanczos.ts";
import { type Spectrum, symmetricSpectrum } from "./spectrum.ts";
import type { SupernetConfig } from "../network/supernet.ts";

/** Measurement of the curvature of a search. */
export interface CurvatureOptions {
  /** Epochs from one evaluation to the next. */
  readonly every: number;
  /** Fixed batches of validation images, all of one size. */
  readonly batches: readonly Batch[];
  /** Weight decay of the alphas, which the reference has on the diagonal. */
  readonly weightDecay: number;
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
}

/** Largest number of alphas for which the whole Hessian is taken. */
export const DENSE_UP_TO = 256;

/**
 * For more alphas: accuracy of both ends relative to the largest absolute eigenvalue, and the most products to take.
 */
const LANCZOS = { tolerance: 1e-3, most: 120 };

/**
 * Eigenvalues of the Hessian of a batch, with weight decay on its diagonal as in the reference: all, from the dense
 * Hessian, or for more than `dense` alphas the ends of the spectrum, by Lanczos's iteration.
 */
export async function alphaSpectrum(
  engine: Engine,
  { weightDecay, dense = DENSE_UP_TO, ...options }: AlphaHessianOptions & {
    readonly weightDecay: number;
    readonly dense?: number;
  },
): Promise<AlphaSpectrum> {
  const alphas = options.alphas.reduce((sum, { length }) => sum + length, 0);
  if (alphas > dense) {
    return await endsOfSpectrum(engine, { weightDecay, ...options });
  }
  const { loss, matrix, dimension } = await alphaHessian(engine, options);
  for (let i = 0; i < dimension; i++) {
    matrix[i * dimension + i]! += weightDecay;
  }
  const spectrum = symmetricSpectrum(matrix, dimension);
  return { loss, dimension, ...spectrum, residuals: null };
}

async function endsOfSpectrum(
  engine: Engine,
  { weightDecay, ...options }: AlphaHessianOptions & {
    readonly weightDecay: number;
  },
): Promise<AlphaSpectrum> {
  const at = alphaCurvature(engine, options);
  try {
    const dimension = at.gradient.length;
    const most = Math.min(LANCZOS.most, dimension);
    let done = 0;
    const { values, residuals } = await spectrumEnds(
      async (vector) => {
        const product = at.product(vector);
        await options.afterColumn?.(++done, most);
        return product.map((entry, i) => entry + weightDecay * vector[i]!);
      },
      dimension,
      {
        ...LANCZOS,
        random: randomStream({ seed: options.seed, stream: "lanczos" }),
      },
    );
    const top = values.at(-1)!;
    return {
      loss: at.loss,
      dimension,
      eigenvalues: values,
      top,
      spectral: Math.max(Math.abs(values[0]!), Math.abs(top)),
      asymmetry: null,
      residuals,
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
}

/** Measures the curvature at given weights and alphas. */
export interface CurvatureWatch {
  measure(
    at: {
      readonly weights: Float32Array;
      readonly alphas: readonly Float32Array[];
      readonly seed: number;
    },
  ): Promise<Curvature>;
  /** Frees its programs. */
  dispose(): void;
}

/**
 * Prepares measurements of the curvature; programs are compiled once.
 *
 * @param engine The engine.
 * @param net Supernet and layout.
 * @param options Batches.
 */
export function watchCurvature(
  engine: Engine,
  net: { readonly config: SupernetConfig; readonly layout: Layout },
  { batches, weightDecay }: CurvatureOptions,
): CurvatureWatch {
  const [first] = batches;
  const programs = hessianPrograms(engine, net, first?.y.length ?? 1);
  return {
    measure: async (at) => {
      let top = 0;
      let spectral = 0;
      for (const batch of batches) {
        const found = await alphaSpectrum(engine, {
          ...net,
          ...at,
          batch,
          programs,
          weightDecay,
        });
        top += found.top / batches.length;
        spectral += found.spectral / batches.length;
      }
      return { top, spectral };
    },
    dispose: () => programs.disposeAll(),
  };
}
