import * as tf from "@tensorflow/tfjs-core";
import type { DepthwiseOptions } from "./layers.ts";
import type { SharedMaps } from "./shared_maps.ts";

/**
 * Depthwise convolution without bias, padded so that stride 1 keeps the size.
 *
 * Dilation goes through four phases of the map (space to batch), because TensorFlow's own dilated gradients are wrong;
 * the phases of a map serve all its convolutions.
 *
 * @param filter [k, k, C, 1]
 */
export function depthwise(
  maps: SharedMaps,
  x: tf.Tensor,
  filter: tf.Tensor4D,
  { kernel, stride, dilation }: Omit<DepthwiseOptions, "name">,
): tf.Tensor4D {
  if (dilation === 2) {
    // dilation 2 and stride 2 read only every second pixel
    if (stride === 2) {
      return tf.depthwiseConv2d(maps.halved(x, 0), filter, 1, "same");
    }
    const [, height, width] = x.shape as [number, number, number, number];
    const crop = [[0, height % 2], [0, width % 2]];
    const phases = maps.once(
      "phases",
      x,
      () => tf.spaceToBatchND(x, [2, 2], crop),
    );
    const y = tf.depthwiseConv2d(phases as tf.Tensor4D, filter, 1, "same");
    return tf.batchToSpaceND(y, [2, 2], crop);
  }
  if (stride === 1) {
    return tf.depthwiseConv2d(x as tf.Tensor4D, filter, 1, "same");
  }
  return tf.depthwiseConv2d(
    maps.padded(x, (kernel - 1) / 2),
    filter,
    2,
    "valid",
  );
}
