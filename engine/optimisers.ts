import * as tf from "@tensorflow/tfjs-core";

/** PyTorch's SGD with momentum, on one flat vector. */
export interface SgdOptions {
  /** Published: 0.9. */
  readonly momentum: number;
  /** L2, added to the gradient; published: 3e-4. */
  readonly weightDecay: number;
  /** Largest norm of the gradient; published: 5. */
  readonly clip: number;
  /** True for Nesterov's momentum; false by default. */
  readonly nesterov?: boolean;
}

/** Scales a gradient down to a norm of at most `clip`: PyTorch's `clip_grad_norm_`, including its 1e-6. */
export function clipNorm(
  gradient: tf.Tensor1D,
  clip: number,
): { clipped: tf.Tensor1D; norm: tf.Scalar } {
  const norm = tf.sqrt(tf.sum(tf.square(gradient))) as tf.Scalar;
  const factor = tf.minimum(tf.div(clip, tf.add(norm, 1e-6)), 1);
  return { clipped: tf.mul(gradient, factor), norm };
}

/**
 * One step: g = clip(gradient) + weightDecay * w; buffer = momentum * buffer + g; w = w - rate * buffer, or, with
 * Nesterov's momentum, w = w - rate * (g + momentum * buffer), by the buffer after the step.
 *
 * @param rate learning rate, scalar
 */
export function sgdStep(
  { weights, buffer, gradient, rate }: {
    weights: tf.Tensor1D;
    buffer: tf.Tensor1D;
    gradient: tf.Tensor1D;
    rate: tf.Scalar;
  },
  { momentum, weightDecay, clip, nesterov = false }: SgdOptions,
): {
  weights: tf.Tensor1D;
  buffer: tf.Tensor1D;
  /** Norm of the gradient before it is clipped. */
  norm: tf.Scalar;
  clipped: tf.Tensor1D;
} {
  const { clipped, norm } = clipNorm(gradient, clip);
  const decayed = tf.add(clipped, tf.mul(weights, weightDecay));
  const next: tf.Tensor1D = tf.add(tf.mul(buffer, momentum), decayed);
  const direction = nesterov ? tf.add(decayed, tf.mul(next, momentum)) : next;
  return {
    weights: tf.sub(weights, tf.mul(direction, rate)),
    buffer: next,
    norm,
    clipped,
  };
}

/** PyTorch's Adam, with coupled L2 weight decay. */
export interface AdamOptions {
  /** Learning rate; published: 3e-4. */
  readonly rate: number;
  /** Decay rates of the moments; published: 0.5 and 0.999. */
  readonly betas: readonly [number, number];
  /** Added to the denominator; published: 1e-8. */
  readonly epsilon: number;
  /** L2; published: 1e-3. */
  readonly weightDecay: number;
}

/** Bias corrections 1/(1-beta^t); `t` counts steps from 1. */
export function adamCorrections(
  t: number,
  [first, second]: readonly [number, number],
): [number, number] {
  return [1 / (1 - first ** t), 1 / (1 - second ** t)];
}

/**
 * One step of Adam on one tensor.
 *
 * @param corrections [2], from {@linkcode adamCorrections}
 */
export function adamStep<T extends tf.Tensor>(
  { value, gradient, first, second, corrections }: {
    value: T;
    gradient: T;
    first: T;
    second: T;
    corrections: tf.Tensor1D;
  },
  { rate, betas, epsilon, weightDecay }: AdamOptions,
): { value: T; first: T; second: T } {
  const [c1, c2] = tf.unstack(corrections) as [tf.Scalar, tf.Scalar];
  const g = tf.add(gradient, tf.mul(value, weightDecay));
  const m = tf.add(tf.mul(first, betas[0]), tf.mul(g, 1 - betas[0]));
  const v = tf.add(
    tf.mul(second, betas[1]),
    tf.mul(tf.square(g), 1 - betas[1]),
  );
  const denominator = tf.add(tf.sqrt(tf.mul(v, c2)), epsilon);
  const step = tf.mul(tf.div(tf.mul(m, c1), denominator), rate);
  return {
    value: tf.sub(value, step) as T,
    first: m as T,
    second: v as T,
  };
}
