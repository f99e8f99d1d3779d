/** Measurements of one training at one of its epochs. */
export interface EvaluationData {
  /** Epochs trained so far. */
  readonly currentEpoch: number;
  /** Seconds of training so far. */
  readonly trainingTime: number;
  /** Accuracy on a part of the training images, 0..1. */
  readonly trainAccuracy: number;
  /** Accuracy on the validation images. */
  readonly validationAccuracy: number;
  /** Accuracy on the test images. */
  readonly testAccuracy: number;
}

/** The protocol buffer `ModelMetrics` of NAS-Bench-101. */
export interface ModelMetrics {
  /** At the start, halfway and at the end. */
  readonly evaluations: readonly EvaluationData[];
  /** Trainable weights of the network. */
  readonly trainableParameters: number;
  /** Seconds in all. */
  readonly totalTime: number;
}

/** A field of a protocol buffer. */
interface Field {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/** Fields of a message in order; groups, which nobody writes, are refused. */
function* fieldsOf(bytes: Uint8Array, base: number): Generator<Field> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const fail = (expected: string, found: string, where: number): never => {
    throw new SyntaxError(
      `Expected ${expected} but found ${found} at byte ${
        base + where
      } of its metrics`,
    );
  };
  const need = (count: number) => {
    if (at + count > bytes.length) {
      fail(`${count} bytes`, `${bytes.length - at}`, at);
    }
  };
  const varint = (): number => {
    const from = at;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      need(1);
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return fail("a varint of at most 10 bytes", "a longer one", from);
  };
  while (at < bytes.length) {
    const from = at;
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0) fail("a field number", "0", from);
    if (wire === 0) yield { number, value: varint() };
    else if (wire === 1) {
      need(8);
      yield { number, value: view.getFloat64(at, true) };
      at += 8;
    } else if (wire === 2) {
      const length = varint();
      need(length);
      yield { number, value: bytes.subarray(at, at + length) };
      at += length;
    } else if (wire === 5) {
      need(4);
      yield { number, value: view.getFloat32(at, true) };
      at += 4;
    } else fail("a wire type of 0, 1, 2 and 5", `${wire}`, from);
  }
}

/** Numbers by field; fields of other types and unknown ones are left out. */
function numbersOf(bytes: Uint8Array, base: number): Map<number, number> {
  const numbers = new Map<number, number>();
  for (const { number, value } of fieldsOf(bytes, base)) {
    if (typeof value === "number") numbers.set(number, value);
  }
  return numbers;
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
  for (const { number, value } of fieldsOf(bytes, 0)) {
    if (number === 1 && typeof value !== "number") {
      const base = value.byteOffset - bytes.byteOffset;
      const numbers = numbersOf(value, base);
      const read = (field: number, name: string): number => {
        const found = numbers.get(field);
        if (found === undefined) {
          throw new SyntaxError(
            `Expected ${name} but found none at byte ${base} of its metrics`,
          );
        }
        return found;
      };
      evaluations.push({
        currentEpoch: read(1, "current_epoch"),
        trainingTime: read(2, "training_time"),
        trainAccuracy: read(3, "train_accuracy"),
        validationAccuracy: read(4, "validation_accuracy"),
        testAccuracy: read(5, "test_accuracy"),
      });
    } else if (number === 2 && typeof value === "number") {
      trainableParameters = value;
    } else if (number === 3 && typeof value === "number") totalTime = value;
  }
  if (evaluations.length === 0) {
    throw new SyntaxError("Expected evaluation_data but found none");
  }
  return { evaluations, trainableParameters, totalTime };
}
