import type * as tf from "@tensorflow/tfjs-core";
import {
  compile,
  type Program,
  type TensorSpec,
} from "../../engine/compile/compile.ts";
import type { Engine } from "../../engine/engine.ts";

/** A step as a plain function of tensors, with the shapes that it takes: eager as it is, or compiled. */
export interface Step {
  /** The function. */
  readonly fn: (...args: tf.Tensor[]) => tf.Tensor[];
  /** Its arguments. */
  readonly specs: readonly TensorSpec[];
  /** Positions of arguments that stay the same over many calls: see `CompileOptions`. */
  readonly fixed?: readonly number[] | undefined;
}

/** Compiled steps by name. */
export type Programs<K extends string> = Readonly<Record<K, Program>> & {
  /** Frees what they hold of fixed arguments. */
  forget(): void;
};

/** Compiles each step when it is first used. */
export function compileSteps<K extends string>(
  engine: Engine,
  steps: Readonly<Record<K, Step>>,
): Programs<K> & { disposeAll(): void } {
  const compiled = new Map<string, Program>();
  const result = {
    forget() {
      for (const program of compiled.values()) program.forget();
    },
    disposeAll() {
      for (const program of compiled.values()) program.dispose();
      compiled.clear();
    },
  };
  for (const name of Object.keys(steps) as K[]) {
    Object.defineProperty(result, name, {
      enumerable: true,
      get() {
        let program = compiled.get(name);
        if (program === undefined) {
          const { fn, specs, fixed } = steps[name];
          program = compile(engine, fn, specs, { fixed });
          compiled.set(name, program);
        }
        return program;
      },
    });
  }
  return result as Programs<K> & { disposeAll(): void };
}

/** Keeps one set of programs for each batch size: an epoch's last batch may be smaller. */
export function programsByBatch<K extends string>(
  engine: Engine,
  build: (batch: number) => Readonly<Record<K, Step>>,
): ((batch: number) => Programs<K>) & { disposeAll(): void } {
  const sets = new Map<number, Programs<K> & { disposeAll(): void }>();
  const get = (batch: number) => {
    let programs = sets.get(batch);
    if (programs === undefined) {
      sets.set(batch, programs = compileSteps(engine, build(batch)));
    }
    return programs;
  };
  return Object.assign(get, {
    disposeAll() {
      for (const programs of sets.values()) programs.disposeAll();
      sets.clear();
    },
  });
}
