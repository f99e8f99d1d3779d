/** Images of batches by what the batch is, such as `training`: indices in the official files. */
export type BatchImages = Readonly<
  Record<string, ArrayLike<number> | undefined>
>;

/**
 * A number that must be finite is not: a training cannot go on, a result cannot be written. The message names what was
 * found and where, then the newest checkpoint without such numbers, then the images of the batch, where they are known.
 */
export class NonFiniteError extends RangeError {
  override readonly name = "NonFiniteError";
  /** The wrong values and their place, as the message begins. */
  readonly finding: string;
  readonly images: BatchImages;

  constructor(
    finding: string,
    { images = {}, checkpoint }: {
      readonly images?: BatchImages;
      /** Statement on the newest checkpoint. */
      readonly checkpoint?: string;
    } = {},
  ) {
    const batches = Object.entries(images).flatMap(([batch, ids]) =>
      ids === undefined
        ? []
        : [`images of the ${batch} batch: ${Array.from(ids).join(", ")}`]
    );
    super(
      [
        finding,
        ...(checkpoint === undefined
          ? []
          : [`last good checkpoint: ${checkpoint}`]),
        ...batches,
      ].join("; "),
    );
    this.finding = finding;
    this.images = images;
  }
}

/** Values of a tensor under the name that its field is known by, such as `stem.0.weight`. */
export type NamedValues = readonly [name: string, values: ArrayLike<number>];

/** Names of running variances in files of weights and in the state of a training. */
const VARIANCE = /(?:^|\.)running_var(?:iance)?$/;

/**
 * Says which values of tensors are unusable: NaN, infinite, or a negative variance (of a running variance).
 *
 * @returns `undefined` where all are usable.
 *
 * @example
 * ```ts
 * import { nonFiniteValues } from "./non_finite.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   nonFiniteValues([["a", [1, 2]], ["b", [NaN, 3, Infinity]]]),
 *   "Expected finite numbers but found 2 of 5 not finite, the first (NaN) in b",
 * );
 * assertEquals(nonFiniteValues([["a", [1, 2]]]), undefined);
 * ```
 */
export function nonFiniteValues(
  tensors: Iterable<NamedValues>,
): string | undefined {
  let total = 0;
  let count = 0;
  let first: { readonly name: string; readonly value: number } | undefined;
  for (const [name, values] of tensors) {
    const least = VARIANCE.test(name) ? 0 : -Number.MAX_VALUE;
    total += values.length;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value >= least && value <= Number.MAX_VALUE) continue;
      count++;
      first ??= { name, value };
    }
  }
  if (first === undefined) return undefined;
  const [expected, found] = Number.isFinite(first.value)
    ? ["variances of 0 or more", "negative or not finite"]
    : ["finite numbers", "not finite"];
  return `Expected ${expected} but found ${count} of ${total} ${found}, the first (${first.value}) in ${first.name}`;
}

/**
 * Finds a number inside a value that is NaN or infinite, which JSON would turn into `null`.
 *
 * @returns Its place, such as `epochs.0.trainLoss`, and the number.
 */
export function nonFiniteMember(
  value: unknown,
  path = "",
): { readonly path: string; readonly value: number } | undefined {
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : { path, value };
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = nonFiniteMember(
      member,
      path === "" ? key : `${path}.${key}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
