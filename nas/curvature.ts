import type { Engine } from "../engine/engine.ts";
import type { Batch } from "./batch.ts";
import {
  alphaHessian,
  type AlphaHessianOptions,
  hessianPrograms,
} from "./hessian.ts";
import type { Layout } from "./layout.ts";
import { type Spectrum, symmetricSpectrum } from "./spectrum.ts";
import type { SupernetConfig } from "./supernet.ts";

/** How a search watches its curvature. */
export interface CurvatureOptions {
  /** Epochs from one evaluation to the next. */
  readonly every: number;
  /** Fixed batches of validation images, all of one size. */
  readonly batches: readonly Batch[];
  /** Weight decay of the alphas, which the reference has on the diagonal. */
  readonly weightDecay: number;
}

/** Spectrum of the Hessian of one batch, with its loss. */
export interface AlphaSpectrum extends Spectrum {
  /** Cross entropy. */
  readonly loss: number;
  /** Eigenvalues in all. */
  readonly dimension: number;
}

/** Takes the Hessian of a batch, puts weight decay on its diagonal as the reference does, and takes it apart. */
export async function alphaSpectrum(
  engine: Engine,
  { weightDecay, ...options }: AlphaHessianOptions & {
    readonly weightDecay: number;
  },
): Promise<AlphaSpectrum> {
  const { loss, matrix, dimension } = await alphaHessian(engine, options);
  for (let i = 0; i < dimension; i++) {
    matrix[i * dimension + i]! += weightDecay;
  }
  return { loss, dimension, ...symmetricSpectrum(matrix, dimension) };
}

/** Curvature of the validation loss in the raw alphas, means over batches. */
export interface Curvature {
  /** Largest eigenvalue with its sign. */
  readonly top: number;
  /** Largest absolute eigenvalue. */
  readonly spectral: number;
}

/** Takes the curvature at given weights and alphas. */
export interface CurvatureWatch {
  /** Measures. */
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
 * Makes a watch whose programs are compiled once a search.
 *
 * @param engine The engine.
 * @param net Supernet and layout.
 * @param options Batches.
 */
export function watchCurvature(
  engine: Engine,
  net: { readonly config: SupernetConfig; readonly layout: Layout },
  options: CurvatureOptions,
): CurvatureWatch {
  const { batches, weightDecay } = options;
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
