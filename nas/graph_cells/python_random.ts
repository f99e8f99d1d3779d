/** Random whole numbers as Python's module `random` draws them. */
export interface PythonRandom {
  /** Uniform from 0 to `limit - 1`, for limits up to 2^32. */
  readonly below: (limit: number) => number;
}

/** Words of the state of the Mersenne Twister MT19937, and the distance at which they are mixed. */
const WORDS = 624;
const DISTANCE = 397;

/** Fills the state from a number of up to 32 bits, as Python does: through the initialisation by a list of one word. */
function seededState(seed: number): Uint32Array {
  const state = new Uint32Array(WORDS);
  state[0] = 19_650_218;
  const mix = (at: number, factor: number) => {
    const before = state[at - 1]!;
    return Math.imul(before ^ (before >>> 30), factor);
  };
  for (let at = 1; at < WORDS; at++) {
    state[at] = mix(at, 1_812_433_253) + at;
  }
  let at = 1;
  const wrap = () => {
    if (++at < WORDS) return;
    state[0] = state[WORDS - 1]!;
    at = 1;
  };
  for (let step = 0; step < WORDS; step++) {
    state[at] = (state[at]! ^ mix(at, 1_664_525)) + seed;
    wrap();
  }
  for (let step = 0; step < WORDS - 1; step++) {
    state[at] = (state[at]! ^ mix(at, 1_566_083_941)) - at;
    wrap();
  }
  state[0] = 0x8000_0000;
  return state;
}

/** Makes the next words of the state, in place. */
function twist(state: Uint32Array): void {
  for (let at = 0; at < WORDS; at++) {
    const joined = (state[at]! & 0x8000_0000) |
      (state[(at + 1) % WORDS]! & 0x7fff_ffff);
    state[at] = state[(at + DISTANCE) % WORDS]! ^ (joined >>> 1) ^
      (joined & 1 ? 0x9908_b0df : 0);
  }
}

/**
 * The random numbers of Python 3 after `random.seed(seed)`: MT19937 (Matsumoto and Nishimura 1998). Only for orders that
 * Python programs have published.
 *
 * @example
 * ```ts
 * import { pythonRandom } from "./python_random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * // python3 -c 'import random; random.seed(88); print([random.randrange(100) for _ in range(5)])'
 * const { below } = pythonRandom(88);
 * assertEquals(Array.from({ length: 5 }, () => below(100)), [50, 24, 42, 23, 80]);
 * ```
 */
export function pythonRandom(seed: number): PythonRandom {
  const state = seededState(seed);
  let at = WORDS;
  const word = (): number => {
    if (at === WORDS) {
      twist(state);
      at = 0;
    }
    let y = state[at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c_5680;
    y ^= (y << 15) & 0xefc6_0000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  return {
    below(limit) {
      const bits = 32 - Math.clz32(limit);
      for (;;) {
        const drawn = word() >>> (32 - bits);
        if (drawn < limit) return drawn;
      }
    },
  };
}
