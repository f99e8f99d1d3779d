import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readGolden } from "../../test/numerics/golden.ts";
import { symmetricSpectrum } from "./spectrum.ts";

interface GoldenHessian {
  f64: {
    H: number[][];
    ref_ev: number;
    spectral_norm: number;
    eigvalsh: number[];
    H_asym: number;
  };
}

for (const name of ["hessian_s2", "hessian_s5"] as const) {
  Deno.test(`symmetricSpectrum() equals the reference on ${name}`, () => {
    const { H, ref_ev, spectral_norm, eigvalsh, H_asym } =
      readGolden<GoldenHessian>(name).f64;
    const spectrum = symmetricSpectrum(Float64Array.from(H.flat()), H.length);
    assertAlmostEquals(spectrum.top, ref_ev, 1e-9);
    assertAlmostEquals(spectrum.spectral, spectral_norm, 1e-9);
    assertEquals(spectrum.eigenvalues.length, eigvalsh.length);
    spectrum.eigenvalues.forEach((value, i) =>
      assertAlmostEquals(value, eigvalsh[i]!, 1e-9)
    );
    assertAlmostEquals(spectrum.asymmetry, H_asym, 1e-12);
  });
}

Deno.test("symmetricSpectrum() reports asymmetry and decomposes the symmetric part", () => {
  const { eigenvalues, asymmetry } = symmetricSpectrum(
    Float64Array.of(0, 1.5, 0.5, 0),
    2,
  );
  assertEquals(asymmetry, 1);
  assertAlmostEquals(eigenvalues[0]!, -1, 1e-12);
  assertAlmostEquals(eigenvalues[1]!, 1, 1e-12);
});

Deno.test("symmetricSpectrum() keeps the trace and the Frobenius norm", () => {
  const square = fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
      minLength: n * n,
      maxLength: n * n,
    })
      .map((values) => {
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < i; j++) values[i * n + j] = values[j * n + i]!;
        }
        return { n, matrix: Float64Array.from(values) };
      })
  );
  fc.assert(fc.property(square, ({ n, matrix }) => {
    const { eigenvalues, top, spectral } = symmetricSpectrum(matrix, n);
    const trace = Array.from({ length: n }, (_, i) => matrix[i * n + i]!)
      .reduce((a, b) => a + b, 0);
    assertAlmostEquals(eigenvalues.reduce((a, b) => a + b, 0), trace, 1e-9);
    const squares = (values: Float64Array) =>
      values.reduce((sum, x) => sum + x * x, 0);
    assertAlmostEquals(squares(eigenvalues), squares(matrix), 1e-8);
    assertEquals(
      eigenvalues.every((x, i) => i === 0 || x >= eigenvalues[i - 1]!),
      true,
    );
    assertEquals(top <= spectral, true);
  }));
});

Deno.test("symmetricSpectrum() refuses wrong sizes and entries that are not finite", () => {
  assertThrows(
    () => symmetricSpectrum(new Float64Array(3), 2),
    RangeError,
    "Expected 2 x 2 entries but found 3",
  );
  assertThrows(
    () => symmetricSpectrum(new Float64Array(0), 0),
    RangeError,
    "Expected 0 x 0 entries",
  );
  assertThrows(
    () => symmetricSpectrum(Float64Array.of(1, NaN, 0, 1), 2),
    RangeError,
    "Expected a finite entry but found NaN in row 0, column 1",
  );
});

Deno.test("symmetricSpectrum() takes entries that underflow for zeros", () => {
  const small = 1.7763568394002505e-15;
  const { eigenvalues } = symmetricSpectrum(
    Float64Array.from([0, -1e-323, -1e-323, -small]),
    2,
  );
  assertEquals([...eigenvalues], [-small, 0]);
});
