import type * as tf from "@tensorflow/tfjs-core";

/** A tensor of tfjs, of any rank and type. Public modules name it by this name, as the documentation holds no foreign types. */
export type Tensor = tf.Tensor;
