import { protobufFields } from "../../common/protobuf_fields.ts";

/** Measurements of one training at one of its epochs. */
export interface EvaluationData {
  /** Epochs trained so far. */
  readonly currentEpoch: number;
  /** Seconds of training so far. */
  readonly trainingTime: number;
  /** On a part of the training images, 0..1. */
  readonly trainAccuracy: number;
  /** On the validation images, 0..1. */
  readonly validationAccuracy: number;
  /** On the test images, 0..1. */
  readonly testAccuracy: number;
}

/** The protocol buffer `ModelMetrics` of NAS-Bench-101. */
export interface ModelMetrics {
  /** At the start, halfway and at the end of the training. */
  readonly evaluations: readonly EvaluationData[];
  /** Trainable weights of the network. */
  readonly trainableParameters: number;
  /** Seconds of the training. */
  readonly totalTime: number;
}

/**
 * Decodes `ModelMetrics`. Unknown fields are skipped: derived benchmarks add some.
 *
 * @throws {SyntaxError} If the bytes are no such message or a measurement is missing.
 */
export function decodeModelMetrics(bytes: Uint8Array): ModelMetrics {
  const evaluations: EvaluationData[] = [];
  let trainableParameters = 0;
  let totalTime = 0;
  for (const { number, value, at } of protobufFields(bytes, PLACE)) {
    if (number === 1 && typeof value !== "number") {
      evaluations.push(decodeEvaluation(value, at));
    } else if (number === 2 && typeof value === "number") {
      trainableParameters = value;
    } else if (number === 3 && typeof value === "number") totalTime = value;
  }
  if (evaluations.length === 0) {
    throw new SyntaxError("evaluation_data not found");
  }
  return { evaluations, trainableParameters, totalTime };
}

const PLACE = "its metrics";

function decodeEvaluation(message: Uint8Array, base: number): EvaluationData {
  const numbers = new Map<number, number>();
  for (const { number, value } of protobufFields(message, PLACE, base)) {
    if (typeof value === "number") numbers.set(number, value);
  }
  const read = (field: number, name: string): number => {
    const found = numbers.get(field);
    if (found === undefined) {
      throw new SyntaxError(`${name} not found at byte ${base} of ${PLACE}`);
    }
    return found;
  };
  return {
    currentEpoch: read(1, "current_epoch"),
    trainingTime: read(2, "training_time"),
    trainAccuracy: read(3, "train_accuracy"),
    validationAccuracy: read(4, "validation_accuracy"),
    testAccuracy: read(5, "test_accuracy"),
  };
}
