import * as tf from "@tensorflow/tfjs-core";
import type { Layout } from "../../nas/layers/layout.ts";
import {
  type NetworkConfig,
  networkLayout,
} from "../../nas/network/network.ts";
import { initialWeights } from "../../nas/training/initialise.ts";
import { referenceMap } from "../support/tensors/reference.ts";
import { type EncodedTensor, readGolden } from "./golden.ts";
import {
  type GoldenNetworkSize,
  publishedNetwork,
} from "./published_network.ts";

/** The first golden retraining network with its batch, and drawn weights. */
export interface GoldenRetrain {
  readonly config: NetworkConfig;
  readonly layout: Layout;
  /** [parameterCount]. */
  readonly weights: tf.Tensor1D;
  /** Images, [4, 32, 32, 3]. */
  readonly x: tf.Tensor;
  /** Labels, int32 [4]. */
  readonly y: tf.Tensor1D;
  readonly auxiliaryWeight: number;
}

/** Loads it; the caller disposes the tensors. */
export function goldenRetrain(): GoldenRetrain {
  const { cases: [golden] } = readGolden<{
    cases: [
      GoldenNetworkSize & {
        auxiliary_weight: number;
        x: EncodedTensor;
        y: number[];
      },
    ];
  }>("retrain");
  const config = publishedNetwork(golden);
  const layout = networkLayout(config);
  return {
    config,
    layout,
    weights: tf.tensor1d(initialWeights(layout, 1)),
    x: referenceMap(golden.x),
    y: tf.tensor1d(golden.y, "int32"),
    auxiliaryWeight: golden.auxiliary_weight,
  };
}
