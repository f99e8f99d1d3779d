import * as tf from "@tensorflow/tfjs-core";
import type { Programs, Step } from "../../../nas/training/programs.ts";

/** Programs that run eagerly: the twins of compiled ones. */
export function eagerPrograms<K extends string>(
  steps: Readonly<Record<K, Step>>,
): Programs<K> {
  const calls = Object.entries<Step>(steps).map(([name, { fn }]) => [
    name,
    (...args: tf.Tensor[]) => tf.tidy(() => fn(...args)),
  ]);
  return Object.assign(Object.fromEntries(calls), { forget() {} });
}
