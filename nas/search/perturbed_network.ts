import type { Engine } from "../../engine/engine.ts";
import type { Precision } from "../../engine/compile/precision.ts";
import type { Layout } from "../layers/layout.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import type {
  Perturbation,
  PerturbedNetwork,
  PerturbStep,
} from "../perturbations/perturbation.ts";
import { type KeptBySize, keptBySize } from "../training/kept_by_size.ts";
import {
  type CompiledProgram,
  compileProgram,
  inPrecision,
} from "../training/programs.ts";
import { searchForward } from "./search_forward.ts";

/**
 * A supernet as a perturbation sees it.
 *
 * @param programs Compiles its programs and forgets what they hold.
 */
export function perturbedNetwork(
  config: SupernetConfig,
  layout: Layout,
  { batch, compile, forget }:
    & { readonly batch: number }
    & Pick<PerturbedNetwork, "compile" | "forget">,
): PerturbedNetwork {
  const { specs, forward } = searchForward(config, layout, batch);
  const { scalar, weights, statistics, matrices, data } = specs;
  return {
    specs: { scalar, weights, statistics, matrices, data },
    logits: (pass) => forward("eval", pass).logits,
    // to hold maps from one call to the next is the opposite of computing them again
    compile: (part) =>
      compile(config.recompute ? { ...part, fixed: undefined } : part),
    forget,
  };
}

/** A perturbation that is prepared for each batch size: an epoch's last batch may be smaller. */
export type Perturber = KeptBySize<PerturbStep>;

/** Prepares a perturbation for a supernet. */
export function perturberFor(
  engine: Engine,
  perturbation: Perturbation,
  { config, layout, precision }: {
    readonly config: SupernetConfig;
    readonly layout: Layout;
    /** Precision of its programs; float32 by default. */
    readonly precision?: Precision | undefined;
  },
): Perturber {
  return perturberOf(engine, perturbation, {
    network: (batch, programs) =>
      perturbedNetwork(config, layout, { batch, ...programs }),
    precision,
  });
}

/**
 * Prepares a perturbation for networks of several sizes of a batch.
 *
 * @param network The network for a size; `programs` compiles its programs and forgets what they hold.
 */
export function perturberOf(
  engine: Engine,
  perturbation: Perturbation,
  { network, precision, most }: {
    readonly network: (
      size: number,
      programs: Pick<PerturbedNetwork, "compile" | "forget">,
    ) => PerturbedNetwork;
    /** Precision of its programs; float32 by default. */
    readonly precision?: Precision | undefined;
    /** Sizes whose programs are kept at once: see {@linkcode keptBySize}. */
    readonly most?: number | undefined;
  },
): Perturber {
  const prepare = (size: number) => {
    const programs: CompiledProgram<never, object>[] = [];
    const step = perturbation.prepare(network(size, {
      compile: (part) => {
        let program: ReturnType<typeof compileProgram<never, object>>;
        return (inputs) => {
          if (program === undefined) {
            program = compileProgram<never, object>(
              engine,
              inPrecision(precision, part),
            );
            programs.push(program);
          }
          return program(inputs as never) as ReturnType<typeof part.fn>;
        };
      },
      forget: () => programs.forEach((program) => program.forget()),
    }));
    return { step, programs };
  };
  const prepared = keptBySize(prepare, {
    dispose: ({ programs }) => programs.forEach((program) => program.dispose()),
    most,
  });
  return Object.assign((size: number) => prepared(size).step, {
    disposeAll: prepared.disposeAll,
  });
}
