import * as tf from "@tensorflow/tfjs-core";
import { embed } from "../../engine/gradients/embed.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Layout } from "../layers/layout.ts";
import { splitVector } from "../layers/split_vector.ts";
import type { RecurrentCell } from "./recurrent_cell.ts";

/** Factors of dropout, 0 or 1 / (1 - rate); each is the same at all times of a sequence (docs/recurrent.md sections 1 and 2). */
export type DropoutMasks<T = Tensor> = {
  /** Of whole words of the embedding, [words, 1]. */
  readonly words: T;
  /** Of embedded inputs, [batch, units]. */
  readonly input: T;
  /** Of the input of the cell, [batch, units]. */
  readonly cell: T;
  /** Of all states in the cell, [batch, units]. */
  readonly hidden: T;
  /** Of the output of the cell, [batch, units]. */
  readonly output: T;
};

/** Tensors of a pass of a language model. */
export interface LanguagePass {
  /** All weights, [parameters]. */
  readonly weights: Tensor;
  /** Numbers of words, int32 [length, batch]. */
  readonly x: Tensor;
  /** Hidden state before the first word, [batch, units]. */
  readonly hidden: Tensor;
  /** Undefined in evaluation mode. */
  readonly masks?: DropoutMasks | undefined;
}

/** Results of a pass. */
export interface LanguageOutputs {
  /** Logits of the next words, [length * batch, words]. */
  readonly logits: Tensor;
  /** Outputs of the cell, [length, batch, units]. */
  readonly raw: Tensor;
  /** The same after their dropout. */
  readonly dropped: Tensor;
  /** Hidden state after the last word, [batch, units]. */
  readonly hidden: Tensor;
}

/**
 * A language model around one recurrent cell: embedding, cell, decoder with the weights of the embedding
 * (docs/recurrent.md section 2).
 */
export function languageModel(
  { parameters }: Layout,
  cell: RecurrentCell,
  { weights, x, hidden, masks }: LanguagePass,
): LanguageOutputs {
  const parts = splitVector(weights, parameters);
  const read = Object.fromEntries(
    parameters.map(({ name, shape }, i) => [
      name,
      tf.reshape(parts[i]!, [...shape]),
    ]),
  );
  const encoder = read["encoder.weight"] as tf.Tensor2D;
  const [words, units] = encoder.shape;
  const [length, batch] = x.shape as [number, number];
  const [ofInput, ofHidden] = tf.split(read["rnns.0._W0"]!, 2, 0);
  const step = cell({
    first: ofHidden!,
    nodes: parameters.flatMap(({ name }) =>
      name.startsWith("rnns.0._Ws.") ? [read[name]!] : []
    ),
    mask: masks?.hidden,
  });
  const embedded = tf.reshape(
    embed(
      masks === undefined ? encoder : tf.mul(encoder, masks.words),
      tf.reshape(x, [length * batch]) as tf.Tensor1D,
    ),
    [length, batch, units],
  );
  const inputs = masks === undefined
    ? embedded
    : tf.mul(embedded, tf.mul(masks.input, masks.cell));
  // the part of all inputs in state 0 at once: one large product
  const projected = tf.unstack(tf.reshape(
    tf.matMul(
      tf.reshape(inputs, [length * batch, units]),
      ofInput as tf.Tensor2D,
    ),
    [length, batch, 2 * units],
  ));
  const states: Tensor[] = [];
  for (const input of projected) {
    states.push(step(input, states.at(-1) ?? hidden));
  }
  const raw = tf.stack(states);
  const dropped = masks === undefined ? raw : tf.mul(raw, masks.output);
  const logits = tf.add(
    tf.matMul(
      tf.reshape(dropped, [length * batch, units]) as tf.Tensor2D,
      encoder,
      false,
      true,
    ),
    tf.reshape(read["decoder.bias"]!, [1, words]),
  );
  return { logits, raw, dropped, hidden: states.at(-1)! };
}
