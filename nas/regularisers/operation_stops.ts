import * as tf from "@tensorflow/tfjs-core";
import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";
import { operationWeights } from "../network/operation_weights.ts";
import type { SupernetConfig } from "../network/supernet.ts";
import { gradientAgreement } from "./gradient_agreement.ts";
import {
  afterScores,
  noStops,
  type StopProgress,
} from "./operation_stop_rule.ts";
import type { Regulariser } from "./regulariser.ts";

/** The parts of a search's state that stops are kept in. */
interface StopState {
  readonly stops?: StopProgress;
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}

/** What stops the training of operations in the steps of a search. */
export interface OperationStops {
  /** Names of the operations, in the order of their positions. */
  readonly names: readonly string[];
  /** A state with stops and a last gradient, those of the beginning where it has none. */
  readonly begin: <S extends StopState>(state: S) => S;
  /**
   * Progress after an alpha step.
   *
   * @param training Clipped gradient of the weights in the weight step before.
   * @param validation Gradient of the weights in the alpha step.
   */
  readonly after: (
    progress: StopProgress,
    training: tf.Tensor,
    validation: tf.Tensor,
  ) => StopProgress;
  /** 1 for weights that are trained, 0 for those of stopped operations, [parameters]; the caller disposes it. */
  readonly trained: (progress: StopProgress) => tf.Tensor;
}

/** The stops that the regulariser of a search asks for; undefined where it asks for none. */
export function operationStops(
  { regulariser: { stops: rule }, config, layout }: {
    readonly regulariser: Regulariser;
    readonly config: SupernetConfig;
    readonly layout: Layout;
  },
): OperationStops | undefined {
  if (rule === undefined) return undefined;
  const operations = operationWeights(config, layout);
  const shape = [layout.parameterCount];
  return {
    names: operations.map(({ name }) => name),
    begin: (state) =>
      state.stops !== undefined ? state : {
        ...state,
        stops: noStops(operations.length),
        tensors: {
          ...state.tensors,
          last_gradient: {
            dtype: "F32",
            shape,
            data: new Float32Array(layout.parameterCount),
          },
        },
      },
    after: (progress, last, now) => {
      const training = last.dataSync() as Float32Array;
      const own = now.dataSync() as Float32Array;
      const validation = rule.accumulates
        ? own.map((value, i) => value + training[i]!)
        : own;
      const scores = gradientAgreement(operations, training, validation);
      return afterScores(progress, scores, rule);
    },
    trained: ({ stopped }) => {
      const mask = new Float32Array(layout.parameterCount).fill(1);
      for (const at of stopped) {
        for (const { offset, size } of operations[at]!.parameters) {
          mask.fill(0, offset, offset + size);
        }
      }
      return tf.tensor1d(mask);
    },
  };
}
