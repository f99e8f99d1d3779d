import {
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { philox4x32, type RandomAddress, randomStream } from "./philox.ts";

const draw = (address: RandomAddress, count = 8) => {
  const stream = randomStream(address);
  return Array.from({ length: count }, () => stream.uint32());
};

Deno.test("philox4x32() gives the known answers of its authors", () => {
  assertEquals(philox4x32([0, 0, 0, 0], [0, 0]), [
    0x6627e8d5,
    0xe169c58d,
    0xbc57ac4c,
    0x9b00dbd8,
  ]);
  const ones = 0xffffffff;
  assertEquals(philox4x32([ones, ones, ones, ones], [ones, ones]), [
    0x408f276d,
    0x41c83b0e,
    0xa20bc7c6,
    0x6d5451fd,
  ]);
  assertEquals(
    philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [
      0xa4093822,
      0x299f31d0,
    ]),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
});

Deno.test("philox4x32() is the same as its definition in big integers", () => {
  const reference = (counter: readonly number[], key: readonly number[]) => {
    let [c0, c1, c2, c3] = counter.map(BigInt) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    let [k0, k1] = key.map(BigInt) as [bigint, bigint];
    const mask = 0xffffffffn;
    for (let i = 0; i < 10; i++) {
      const p0 = 0xd2511f53n * c0;
      const p1 = 0xcd9e8d57n * c2;
      [c0, c1, c2, c3] = [
        (p1 >> 32n) ^ c1 ^ k0,
        p1 & mask,
        (p0 >> 32n) ^ c3 ^ k1,
        p0 & mask,
      ];
      k0 = (k0 + 0x9e3779b9n) & mask;
      k1 = (k1 + 0xbb67ae85n) & mask;
    }
    return [c0, c1, c2, c3].map(Number);
  };
  const uint = fc.nat(0xffffffff);
  fc.assert(
    fc.property(
      fc.tuple(uint, uint, uint, uint),
      fc.tuple(uint, uint),
      (counter, key) => {
        assertEquals(
          philox4x32(counter, key) as number[],
          reference(counter, key),
        );
      },
    ),
  );
});

Deno.test("randomStream() keeps its numbers from version to version", () => {
  assertEquals(draw({ seed: 0, stream: "alphas" }, 5), [
    1338007743,
    720284039,
    4268444545,
    3230519614,
    3307584478,
  ]);
  assertEquals(
    draw({
      seed: 2 ** 40 + 7,
      stream: "crop and flip",
      epoch: 3,
      step: 2,
      sample: 1,
    }, 5),
    [4028900091, 2279136779, 4293473434, 631003721, 2194366827],
  );
});

Deno.test("randomStream() depends on every part of the address and on nothing else", () => {
  const base = { seed: 1, stream: "augment", epoch: 2, step: 3, sample: 4 };
  const others: RandomAddress[] = [
    { ...base, seed: 2 },
    { ...base, seed: 1 + 2 ** 32 },
    { ...base, stream: "augmenu" },
    { ...base, stream: "augment\0" },
    { ...base, stream: "augmenta" },
    { ...base, stream: "" },
    { ...base, epoch: 3, step: 2 },
    { ...base, sample: 5 },
    { ...base, step: 4, sample: 3 },
  ];
  const expected = draw(base);
  for (const other of others) assertNotEquals(draw(other), expected);
  // Interleaving with another stream changes nothing.
  const one = randomStream(base);
  const two = randomStream(others[0]!);
  assertEquals(
    Array.from({ length: 8 }, () => {
      two.normal();
      return one.uint32();
    }),
    expected,
  );
});

Deno.test("randomStream() takes a missing epoch, step or sample as zero", () => {
  assertEquals(
    draw({ seed: 5, stream: "x" }),
    draw({ seed: 5, stream: "x", epoch: 0, step: 0, sample: 0 }),
  );
});

Deno.test("randomStream().uniform() is uniform and exact in float32", () => {
  const stream = randomStream({ seed: 0, stream: "uniform" });
  const bins = new Uint32Array(16);
  const count = 160_000;
  for (let i = 0; i < count; i++) {
    const value = stream.uniform();
    assertEquals(Math.fround(value), value);
    bins[Math.floor(value * 16)]!++;
  }
  const expected = count / 16;
  const chiSquare = bins.reduce(
    (sum, n) => sum + (n - expected) ** 2 / expected,
    0,
  );
  // 99.9 % of chi-square with 15 degrees of freedom is below 37.7.
  assertEquals(chiSquare < 37.7, true, `chi-square ${chiSquare}`);
});

Deno.test("randomStream().normal() has the moments and the tail of a standard normal", () => {
  const stream = randomStream({ seed: 0, stream: "normal" });
  const values = new Float32Array(200_000);
  stream.fillNormal(values);
  const moment = (power: number) =>
    values.reduce((sum, x) => sum + x ** power, 0) / values.length;
  assertAlmostEquals(moment(1), 0, 0.01);
  assertAlmostEquals(moment(2), 1, 0.015);
  assertAlmostEquals(moment(3), 0, 0.04);
  assertAlmostEquals(moment(4), 3, 0.08);
  assertAlmostEquals(
    values.filter((x) => Math.abs(x) > 2).length / values.length,
    0.0455,
    0.002,
  );
});

Deno.test("randomStream().fillNormal() draws what repeated normal() draws", () => {
  const filled = new Float32Array(7);
  randomStream({ seed: 3, stream: "n" }).fillNormal(filled);
  const stream = randomStream({ seed: 3, stream: "n" });
  assertEquals(filled, Float32Array.from({ length: 7 }, () => stream.normal()));
});

Deno.test("randomStream().fillUniform() stays within its bounds", () => {
  const values = new Float32Array(10_000);
  randomStream({ seed: 3, stream: "u" }).fillUniform(values, -0.1, 0.1);
  assertEquals(
    values.every((x) => x >= -Math.fround(0.1) && x <= Math.fround(0.1)),
    true,
  );
  assertAlmostEquals(
    values.reduce((a, b) => a + b, 0) / values.length,
    0,
    0.002,
  );
});

Deno.test("randomStream().below() reaches every value of a small range about equally", () => {
  const stream = randomStream({ seed: 0, stream: "below" });
  const seen = new Uint32Array(6);
  for (let i = 0; i < 60_000; i++) seen[stream.below(6)]!++;
  for (const n of seen) assertAlmostEquals(n, 10_000, 400);
});

Deno.test("randomStream().below() stays in range for any bound", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 0xffffffff }),
      fc.nat(),
      (n, seed) => {
        const value = randomStream({ seed, stream: "below" }).below(n);
        assertEquals(Number.isInteger(value) && value >= 0 && value < n, true);
      },
    ),
  );
});

Deno.test("randomStream().permutation() is a bijection", () => {
  fc.assert(fc.property(fc.nat(300), fc.nat(), (n, seed) => {
    const order = randomStream({ seed, stream: "order" }).permutation(n);
    assertEquals(
      Array.from(order).sort((a, b) => a - b),
      Array.from({ length: n }, (_, i) => i),
    );
  }));
});

Deno.test("randomStream().permutation() puts every value first about equally often", () => {
  const first = new Uint32Array(5);
  for (let sample = 0; sample < 5000; sample++) {
    first[
      randomStream({ seed: 0, stream: "order", sample }).permutation(5)[0]!
    ]!++;
  }
  for (const n of first) assertAlmostEquals(n, 1000, 130);
});

Deno.test("randomStream() refuses addresses out of range", () => {
  assertThrows(
    () => randomStream({ seed: -1, stream: "x" }),
    RangeError,
    "Expected an integer from 0 to 9007199254740991 but found -1 in seed",
  );
  assertThrows(
    () => randomStream({ seed: 0, stream: "x", step: 1.5 }),
    RangeError,
    "Expected an integer from 0 to 4294967295 but found 1.5 in step",
  );
  assertThrows(
    () => randomStream({ seed: 0, stream: "x" }).below(0),
    RangeError,
    "found 0 in below()",
  );
  assertThrows(
    () => randomStream({ seed: 0, stream: "x" }).below(2 ** 32),
    RangeError,
    "below()",
  );
  assertThrows(
    () => randomStream({ seed: 0, stream: "x" }).permutation(-1),
    RangeError,
    "permutation()",
  );
});
