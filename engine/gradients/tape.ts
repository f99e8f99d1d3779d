// deno-lint-ignore-file no-explicit-any
import * as tf from "@tensorflow/tfjs-core";

/**
 * Keeps tfjs's tape in topological order, so that gradients can be differentiated.
 *
 * tfjs-core saves a kernel's OUTPUT for the backward pass by cloning it before the kernel's own node is on the tape.
 * The node `y -> clone(y)` then stands before `x -> y`, and the walk over the tape drops it: every gradient that uses a
 * saved output (exp, softmax, logSoftmax, sigmoid, ...) has a silently wrong derivative. The fix moves a node in front
 * of the nodes that use its outputs.
 */
export function orderTape(): void {
  const engine = tf.engine() as any;
  if (engine.tapeIsOrdered) return;
  engine.tapeIsOrdered = true;
  const addTapeNode = engine.addTapeNode;
  engine.addTapeNode = function (...args: unknown[]) {
    addTapeNode.apply(this, args);
    const tape = this.state.activeTape;
    if (tape === null || tape === undefined || tape.length < 2) return;
    const node = tape[tape.length - 1];
    const outputs = new Set(node.outputs.map((o: tf.Tensor) => o.id));
    const usesOutput = (other: any) =>
      Object.values(other.inputs as Record<string, tf.Tensor>)
        .some((t) => outputs.has(t.id));
    let at = tape.length - 1;
    while (at > 0 && usesOutput(tape[at - 1])) at--;
    if (at < tape.length - 1) tape.splice(at, 0, tape.pop());
  };
}

/** Runs `fn`, which may call `tf.grads`, and keeps the tape of an outer gradient, which stock tfjs would lose. */
export function keepTape<T>(fn: () => T): T {
  const { state } = tf.engine() as any;
  const tape = state.activeTape;
  try {
    return fn();
  } finally {
    state.activeTape = tape;
  }
}

/** Runs `fn`, whose results are constants towards gradients. */
export function untaped<T>(fn: () => T): T {
  const { state } = tf.engine() as any;
  const depth = state.kernelDepth;
  // tfjs records what it computes outside of kernels
  state.kernelDepth = depth + 1;
  try {
    return fn();
  } finally {
    state.kernelDepth = depth;
  }
}
