import * as tf from "@tensorflow/tfjs-core";
import type { Layout } from "../../../nas/layers/layout.ts";
import type { Statistics } from "../../../nas/layers/statistics.ts";

/** Running statistics before the first step. */
export function freshStatistics({ statisticsCount }: Layout): Statistics {
  return {
    mean: tf.zeros([statisticsCount]),
    variance: tf.ones([statisticsCount]),
  };
}
