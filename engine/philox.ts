/** Four 32-bit words: a counter or a block of random words. */
export type Philox4 = [number, number, number, number];

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** High 32 bits of the product of two unsigned 32-bit integers, from 16-bit halves so that each step is exact. */
function multiplyHigh(a: number, b: number): number {
  const a1 = a >>> 16;
  const a0 = a & 0xffff;
  const b1 = b >>> 16;
  const b0 = b & 0xffff;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return (a1 * b1 + (middle >>> 16) +
    ((a0 * b1 + (middle & 0xffff)) >>> 16)) >>> 0;
}

/** One Philox4x32-10 block, written into `out` so that long fills allocate nothing. */
function block(
  out: Uint32Array,
  counter: Readonly<Philox4>,
  key0: number,
  key1: number,
): void {
  let [c0, c1, c2, c3] = counter;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * Philox4x32-10, the counter-based generator of Salmon et al. (SC 2011): a fixed bijection of the 128-bit counter
 * for each 64-bit key, with no state. TensorFlow's stateless operations use the same one.
 *
 * @param counter Four unsigned 32-bit words.
 * @param key Two unsigned 32-bit words.
 * @returns Four random unsigned 32-bit words.
 *
 * @example Published known answer
 * ```ts
 * import { philox4x32 } from "./philox.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(philox4x32([0, 0, 0, 0], [0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
 * ```
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): Philox4 {
  const out = new Uint32Array(4);
  block(out, counter, key[0] >>> 0, key[1] >>> 0);
  return [out[0]!, out[1]!, out[2]!, out[3]!];
}

/** Address of a random stream. Equal addresses give equal numbers, whatever was drawn elsewhere before. */
export interface RandomAddress {
  /** Integer from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Purpose of the numbers, such as `augment` or `alphas`. */
  readonly stream: string;
  /** Unsigned 32-bit integer like `step` and `sample`; default 0. */
  readonly epoch?: number;
  /** Step of the epoch; default 0. */
  readonly step?: number;
  /** Number of the image or the like; default 0. */
  readonly sample?: number;
}

/** Numbers drawn in sequence from one address. */
export interface RandomStream {
  /** Next 32 random bits as an unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1): a multiple of 2^-24, so exact in float32. */
  uniform(): number;
  /** Standard normal (Box-Muller; the sine of a pair is kept for the next call). */
  normal(): number;
  /** Uniform integer in [0, n) without bias, for an integer `n` from 1 to 2^32 - 1. */
  below(n: number): number;
  /** Fills with uniform numbers from `lo` to `hi` (`hi` itself only by rounding to float32). */
  fillUniform(target: Float32Array, lo: number, hi: number): void;
  /** Fills with standard normal numbers: the same ones as repeated calls of `normal`. */
  fillNormal(target: Float32Array): void;
  /** The integers 0..n-1 in random order (Fisher-Yates). */
  permutation(n: number): Uint32Array;
}

function word(value: number, place: string): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(
      `Expected an integer from 0 to 4294967295 but found ${value} in ${place}`,
    );
  }
  return value;
}

/** Key of a seed and a name: the UTF-8 bytes of the name are absorbed 8 at a time, starting from the seed as key. */
function streamKey(seed: number, stream: string): [number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `Expected an integer from 0 to ${Number.MAX_SAFE_INTEGER} but found ${seed} in seed`,
    );
  }
  const text = new TextEncoder().encode(stream);
  const padded = new DataView(
    new ArrayBuffer(Math.ceil(text.length / 8) * 8 || 8),
  );
  text.forEach((byte, i) => padded.setUint8(i, byte));
  let key: [number, number] = [seed >>> 0, Math.floor(seed / 2 ** 32)];
  for (let at = 0; at < padded.byteLength; at += 8) {
    const [k0, k1] = philox4x32(
      [
        padded.getUint32(at, true),
        padded.getUint32(at + 4, true),
        at,
        text.length,
      ],
      key,
    );
    key = [k0, k1];
  }
  return key;
}

/**
 * Random numbers at an address: (seed, stream) is the key and (epoch, step, sample) the upper counter words, so a
 * resumed, re-ordered or parallel run draws the same numbers.
 *
 * @throws {RangeError} If a part of the address is no integer in its range.
 *
 * @example The same address gives the same numbers
 * ```ts
 * import { randomStream } from "./philox.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const address = { seed: 1, stream: "augment", epoch: 3, sample: 12 };
 * assertEquals(randomStream(address).uniform(), randomStream(address).uniform());
 * ```
 */
export function randomStream(address: RandomAddress): RandomStream {
  const { seed, stream, epoch = 0, step = 0, sample = 0 } = address;
  const [key0, key1] = streamKey(seed, stream);
  const counter: Philox4 = [
    0,
    word(sample, "sample"),
    word(step, "step"),
    word(epoch, "epoch"),
  ];
  const words = new Uint32Array(4);
  let next = 4;
  let spare: number | undefined;

  const uint32 = () => {
    if (next === 4) {
      if (counter[0] > 0xffffffff) {
        throw new RangeError(
          `Expected at most 2^34 numbers of one address but found more in ${stream}`,
        );
      }
      block(words, counter, key0, key1);
      counter[0]++;
      next = 0;
    }
    return words[next++]!;
  };
  const uniform = () => (uint32() >>> 8) * 2 ** -24;
  const normal = () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    // Half a step off the grid keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log((uint32() + 0.5) * 2 ** -32));
    const angle = 2 * Math.PI * (uint32() * 2 ** -32);
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const below = (n: number) => {
    if (n === 0) {
      throw new RangeError(
        "Expected an integer from 1 to 4294967295 but found 0 in below()",
      );
    }
    word(n, "below()");
    // Lemire's multiplication: low words under 2^32 mod n would favour some results and are drawn again.
    const refused = 2 ** 32 % n;
    while (true) {
      const bits = uint32();
      if (Math.imul(bits, n) >>> 0 >= refused) return multiplyHigh(bits, n);
    }
  };
  return {
    uint32,
    uniform,
    normal,
    below,
    fillUniform: (target, lo, hi) => {
      for (let i = 0; i < target.length; i++) {
        target[i] = lo + (hi - lo) * uniform();
      }
    },
    fillNormal: (target) => {
      for (let i = 0; i < target.length; i++) target[i] = normal();
    },
    permutation: (n) => permutation(n, below),
  };
}

/** Fisher-Yates. */
function permutation(n: number, below: RandomStream["below"]): Uint32Array {
  const length = word(n, "permutation()");
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = below(i + 1);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}
