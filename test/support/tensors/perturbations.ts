// The built-in perturbations, and supernets as they see them.
import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../../engine/engine.ts";
import type { RandomStream } from "../../../engine/philox.ts";
import type { Layout } from "../../../nas/layers/layout.ts";
import type { SupernetConfig } from "../../../nas/network/supernet.ts";
import { perturbation as adversarial } from "../../../nas/perturbations/adversarial.ts";
import { perturbation as none } from "../../../nas/perturbations/none.ts";
import type {
  PerturbAt,
  Perturbation,
  PerturbedNetwork,
} from "../../../nas/perturbations/perturbation.ts";
import { perturbation as random } from "../../../nas/perturbations/random.ts";
import { perturbedNetwork } from "../../../nas/search/perturbed_network.ts";
import {
  type CompiledProgram,
  compileProgram,
} from "../../../nas/training/programs.ts";

/** The built-in perturbations by name. */
export const BUILT_IN: Readonly<Record<string, Perturbation>> = {
  none,
  random,
  adversarial,
};

/** Uniform numbers in units of epsilon that replace the drawn ones, matrix by matrix. */
export function fixedNoise(
  units: readonly ArrayLike<number>[],
): PerturbAt["random"] {
  return (matrix) =>
    ({
      fillUniform: (target: Float32Array, _: number, high: number) =>
        target.set(Float32Array.from(units[matrix]!).map((u) => u * high)),
    }) as RandomStream;
}

/** A supernet whose programs run eagerly. */
export function eagerNetwork(
  config: SupernetConfig,
  layout: Layout,
  batch: number,
): PerturbedNetwork {
  return perturbedNetwork(config, layout, {
    batch,
    compile: ({ fn }) => (inputs) =>
      tf.tidy(() => fn(inputs) as tf.TensorContainerObject) as ReturnType<
        typeof fn
      >,
    forget: () => {},
  });
}

/** A supernet whose programs are compiled at once; its owner disposes it. */
export function compiledNetwork(
  engine: Engine,
  { config, layout }: { config: SupernetConfig; layout: Layout },
  batch: number,
): PerturbedNetwork & Disposable {
  const programs: CompiledProgram<never, object>[] = [];
  const network = perturbedNetwork(config, layout, {
    batch,
    compile: (part) => {
      const program = compileProgram(engine, part);
      programs.push(program as CompiledProgram<never, object>);
      return program;
    },
    forget: () => programs.forEach((program) => program.forget()),
  });
  return {
    ...network,
    [Symbol.dispose]: () => programs.forEach((program) => program.dispose()),
  };
}
