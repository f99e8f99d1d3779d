import type { Engine } from "../../engine/engine.ts";
import type { Precision } from "../../engine/compile/precision.ts";
import type { Layout } from "../layers/layout.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import type {
  Perturbation,
  PerturbedNetwork,
  PerturbStep,
} from "../perturbations/perturbation.ts";
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
export type Perturber = ((batch: number) => PerturbStep) & {
  /** Frees its programs. */
  disposeAll(): void;
};

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
  const compiled = new Map<number, CompiledProgram<never, object>[]>();
  const steps = new Map<number, PerturbStep>();
  const prepare = (batch: number) => {
    const programs: CompiledProgram<never, object>[] = [];
    compiled.set(batch, programs);
    return perturbation.prepare(perturbedNetwork(config, layout, {
      batch,
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
  };
  return Object.assign(
    (batch: number) => steps.getOrInsertComputed(batch, prepare),
    {
      disposeAll() {
        for (const program of [...compiled.values()].flat()) program.dispose();
        compiled.clear();
        steps.clear();
      },
    },
  );
}
