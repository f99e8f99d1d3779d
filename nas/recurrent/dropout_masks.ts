import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../../engine/philox.ts";
import type { LanguageSizes } from "./language_layout.ts";
import type { DropoutMasks } from "./language_model.ts";
import { maskSpecs } from "./language_step.ts";

/** Rates of dropout: the share of factors that are 0. */
export type DropoutRates = { readonly [K in keyof DropoutMasks]: number };

/** True where any factor may be 0. */
export function drops(rates: DropoutRates): boolean {
  return Object.values(rates).some((rate) => rate > 0);
}

/**
 * Masks of dropout for one pass over a sequence: each factor is 0 with the rate of its mask, else 1 / (1 - rate). They
 * are drawn from addresses, so that a training that is resumed draws the same ones.
 *
 * @returns Undefined without any dropout; the caller disposes them.
 */
export function dropoutMasks(
  rates: DropoutRates,
  sizes: Omit<LanguageSizes, "nodes">,
  { batch, pass, ...address }: {
    readonly batch: number;
    /** Name of the forward pass, where a step has several. */
    readonly pass: string;
    readonly seed: number;
    /** Epoch, from 0. */
    readonly epoch: number;
    /** Step, from 0. */
    readonly step: number;
  },
): DropoutMasks<tf.Tensor> | undefined {
  if (!drops(rates)) return undefined;
  const specs = maskSpecs(sizes, batch);
  const mask = (name: keyof DropoutRates) => {
    const keep = 1 - rates[name];
    const [rows, columns] = specs[name].shape as [number, number];
    const factors = new Float32Array(rows * columns).fill(1);
    if (keep < 1) {
      const stream = `dropout/${pass}/${name}`;
      const { uniform } = randomStream({ ...address, stream });
      for (let i = 0; i < factors.length; i++) {
        factors[i] = uniform() < keep ? 1 / keep : 0;
      }
    }
    return tf.tensor2d(factors, [rows, columns]);
  };
  return {
    words: mask("words"),
    input: mask("input"),
    cell: mask("cell"),
    hidden: mask("hidden"),
    output: mask("output"),
  };
}
