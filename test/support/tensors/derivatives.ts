// Compares derivatives up to the third order with difference quotients.
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "@std/assert";
import { keepTape } from "../../../engine/gradients/tape.ts";
import { randomStream } from "../../../engine/philox.ts";

type Fn = (...xs: tf.Tensor[]) => tf.Tensor;
type Tensors = tf.Tensor[];

/** Step of the difference quotients. */
const STEP = 1 / 64;

/** A loss that is cubic in the result, so that no derivative up to the third vanishes. */
function lossOf(fn: Fn): Fn {
  return (...xs) => {
    const y = fn(...xs);
    const weights = tf.reshape(tf.linspace(0.5, 1.5, y.size), y.shape);
    const square = tf.square(y);
    const powers = tf.addN([tf.mul(tf.mul(square, y), 1 / 3), square, y]);
    return tf.sum(tf.mul(powers, weights));
  };
}

/** Derivative of a scalar function along a direction, as a scalar function again. */
function along(loss: Fn, direction: Tensors): Fn {
  return (...xs) => {
    const gradients = keepTape(() => tf.grads(loss)(xs));
    return tf.addN(
      gradients.map((g, i) => tf.sum(tf.mul(g, direction[i]!))),
    );
  };
}

/** Difference quotient of fourth order of a function of tensors. */
function quotient(
  fn: (xs: Tensors) => Tensors,
  xs: Tensors,
  u: Tensors,
): Tensors {
  const at = (k: number) =>
    fn(xs.map((x, i) => tf.add(x, tf.mul(u[i]!, k * STEP))));
  const [a, b, c, d] = [at(-2), at(-1), at(1), at(2)];
  return a.map((_, i) =>
    tf.div(
      tf.sub(
        tf.mul(tf.sub(c[i]!, b[i]!), 8),
        tf.sub(d[i]!, a[i]!),
      ),
      12 * STEP,
    )
  );
}

function relative(found: Tensors, expected: Tensors): number {
  const largest = (ts: Tensors) =>
    Math.max(...ts.map((t) => tf.max(tf.abs(t)).dataSync()[0]!));
  return largest(found.map((f, i) => tf.sub(f, expected[i]!))) /
    largest(expected);
}

function directionOf(x: tf.Tensor, stream: string): tf.Tensor {
  const values = new Float32Array(x.size);
  randomStream({ seed: 1, stream }).fillUniform(values, -1, 1);
  return tf.tensor(values, x.shape);
}

/**
 * Asserts that first, second and third derivatives of a function agree with difference quotients of the value, the
 * gradient and the Hessian-vector product. The function must be smooth (or linear) within 1/32 of its inputs.
 */
export function assertDerivatives(
  fn: Fn,
  inputs: () => Tensors,
  tolerance = 1e-3,
): void {
  tf.tidy(() => {
    const xs = inputs();
    const [u, v] = ["u", "v"].map((name) =>
      xs.map((x, i) => directionOf(x, `${name}${i}`))
    ) as [Tensors, Tensors];
    const loss = lossOf(fn);
    const slope = along(loss, u);
    const check = (order: number, found: Tensors, expected: Tensors) => {
      const error = relative(found, expected);
      assert(error < tolerance, `derivative ${order} is off by ${error}`);
    };
    check(1, [slope(...xs)], quotient((ys) => [loss(...ys)], xs, u));
    check(2, tf.grads(slope)(xs), quotient(tf.grads(loss), xs, u));
    check(3, tf.grads(along(slope, v))(xs), quotient(tf.grads(slope), xs, v));
  });
}
