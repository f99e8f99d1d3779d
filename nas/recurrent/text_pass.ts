import * as tf from "@tensorflow/tfjs-core";
import { finiteScalars } from "../training/batch.ts";
import type { Tensor } from "../../engine/tensor.ts";
import { disposeTensors } from "../training/tensor_tree.ts";
import type { SequenceData } from "./language_step.ts";

/** Words of several texts that are read side by side, with those that follow them. */
export interface TextSequence {
  /** Numbers of words, [length, batch]. */
  readonly x: Int32Array;
  /** Numbers of the next words, [length, batch]. */
  readonly y: Int32Array;
  /** Words of each text. */
  readonly length: number;
}

/** A sequence as tensors; the caller disposes `x` and `y`. */
export function sequenceTensors(
  { x, y, length }: TextSequence,
): Omit<SequenceData, "hidden"> {
  return {
    x: tf.tensor2d(x, [length, x.length / length], "int32"),
    y: tf.tensor1d(y, "int32"),
  };
}

/** Loss of a text, and its perplexity. */
export interface TextLoss {
  /** Mean cross entropy of a word, nats. */
  readonly loss: number;
  /** Its exponential. */
  readonly perplexity: number;
  /** Words that were predicted. */
  readonly tokens: number;
}

/**
 * Reads a text from top to bottom, from a hidden state of zeros.
 *
 * The published code divides the sum of losses by all rows, of which the first one is not predicted: its perplexities
 * are a little too low (docs/recurrent.md section 4). Here the mean is that of the words that are predicted.
 *
 * @param measure Mean cross entropy of a sequence, with the hidden state after it, in evaluation mode.
 * @throws {NonFiniteError} If a loss is not finite.
 */
export function measureText(
  measure: (
    sequence: SequenceData,
    length: number,
  ) => { readonly loss: Tensor; readonly hidden: Tensor },
  { sequences, batch, units, place }: {
    readonly sequences: Iterable<TextSequence>;
    /** Texts side by side. */
    readonly batch: number;
    readonly units: number;
    /** Where in the run, for errors. */
    readonly place: string;
  },
): TextLoss {
  let hidden: Tensor = tf.zeros([batch, units]);
  let sum = 0;
  let tokens = 0;
  for (const sequence of sequences) {
    const text = sequenceTensors(sequence);
    const { loss, ...after } = measure({ ...text, hidden }, sequence.length);
    const count = sequence.y.length;
    sum += finiteScalars({ loss }, place).loss * count;
    tokens += count;
    disposeTensors({ ...text, hidden, loss });
    hidden = after.hidden;
  }
  hidden.dispose();
  const loss = sum / tokens;
  return { loss, perplexity: Math.exp(loss), tokens };
}
