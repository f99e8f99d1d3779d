// deno-lint-ignore-file no-explicit-any
import * as tf from "@tensorflow/tfjs-core";
import type { NodeBackend } from "../engine.ts";

/** Protects tfjs's variables during a trace. */
export interface VariableGuard {
  /** Throws if a variable was created, assigned or disposed since the guard was set. */
  assertUntouched(): void;
  /** Name of the variable whose data had this binding id when the guard was set. */
  nameOf(id: number): string | undefined;
  /** Restores assigned variables, disposes new ones, and releases the guard. */
  release(): void;
}

/** Holds the data of every registered variable: an assignment inside a trace would dispose the real weights. */
export function guardVariables(backend: NodeBackend): VariableGuard {
  const engine = tf.engine() as any;
  const registered = (): tf.Variable[] =>
    Object.values(engine.state.registeredVariables);
  const held = new Map(registered().map((v) => [v, v.dataId]));
  // tfjs writes values lazily: without this they would be baked in
  const ids = backend.getInputTensorIds([...held.keys()]);
  const names = new Map([...held.keys()].map((v, i) => [ids[i]!, v.name]));
  for (const dataId of held.values()) backend.incRef(dataId);
  const touched = () => {
    const now = registered();
    return [
      ...now.filter((v) => held.get(v) !== v.dataId),
      ...[...held.keys()].filter((v) => !now.includes(v)),
    ];
  };
  return {
    nameOf: (id) => names.get(id),
    assertUntouched() {
      const [first] = touched();
      if (first !== undefined) {
        throw new Error(
          `compile: expected state as arguments and results but variable ${first.name} was made, assigned or disposed inside the traced function`,
        );
      }
    },
    release() {
      for (const v of touched()) {
        const dataId = held.get(v);
        if (dataId === undefined) v.dispose();
        else if (!v.isDisposed) {
          engine.disposeTensor(v);
          v.dataId = dataId;
          engine.incRef(v, null);
        }
      }
      for (const dataId of held.values()) backend.disposeData(dataId);
    },
  };
}
