import { assert, assertEquals } from "@std/assert";
import { readGolden } from "../../test/numerics/golden.ts";
import { EARLY_STOP, earlyStop, undecidedStops } from "./early_stop.ts";

const series = (epochs: readonly number[], values: readonly number[]) =>
  epochs.map((epoch, i) => ({ epoch, value: values[i]! }));

Deno.test("earlyStop() decides as the reference does on recorded and made-up series", () => {
  const golden = readGolden<{
    window: number;
    ev_freq: number;
    factor: number;
    es_start_epoch: number;
    delta: number;
    cases: {
      name: string;
      epochs: number[];
      ev: number[];
      result: { decided_at_epoch: number; stop_epoch: number } | null;
    }[];
  }>("early_stop");
  assertEquals(EARLY_STOP, {
    window: golden.window,
    every: golden.ev_freq,
    delta: golden.delta,
    factor: golden.factor,
    first: golden.es_start_epoch,
  });
  assertEquals(golden.cases.length, 21);
  for (const { name, epochs, ev, result } of golden.cases) {
    assertEquals(
      earlyStop(series(epochs, ev)),
      result === null
        ? undefined
        : { decidedAt: result.decided_at_epoch, stopEpoch: result.stop_epoch },
      name,
    );
  }
});

Deno.test("earlyStop() decides as published on 67 searches, and says so at the epoch of the decision", () => {
  const golden = readGolden<{
    epochs: number[];
    lambdaMax: number[];
    stopEpoch: number | null;
    decidedAt: number | null;
  }[]>("robustdarts_hessian_fixture");
  assertEquals(golden.length, 67);
  for (const { epochs, lambdaMax, stopEpoch, decidedAt } of golden) {
    const whole = series(epochs, lambdaMax);
    const found = earlyStop(whole);
    assertEquals(
      [found?.stopEpoch ?? null, found?.decidedAt ?? null],
      [stopEpoch, decidedAt],
    );
    // As a search sees it, evaluation by evaluation.
    const first = whole.findIndex((_, i) =>
      earlyStop(whole.slice(0, i + 1)) !== undefined
    );
    assertEquals(whole[first]?.epoch ?? null, decidedAt);
  }
});

Deno.test("the figure that is watched is the largest eigenvalue with its sign", () => {
  const golden = readGolden<
    Record<string, { max_eig: number[]; spectral_norm: number[] }>
  >("robustdarts_search_eigenvalues");
  const { cases } = readGolden<{ cases: { name: string; ev: number[] }[] }>(
    "early_stop",
  );
  for (const [name, { max_eig, spectral_norm }] of Object.entries(golden)) {
    assertEquals(cases.find((entry) => entry.name === name)?.ev, max_eig);
    assert(max_eig.every((value, i) => value <= spectral_norm[i]!), name);
  }
});

Deno.test("an early stop is not decided by an eigenvalue that did not converge, in either average", () => {
  const growing = Array.from({ length: 16 }, (_, i) => ({
    epoch: 2 * i,
    value: 2 ** i,
  }));
  assertEquals(earlyStop(growing), { decidedAt: 22, stopEpoch: 10 });
  assertEquals(undecidedStops(growing), []);
  const without = (...epochs: number[]) =>
    growing.map((evaluation) => ({
      ...evaluation,
      converged: !epochs.includes(evaluation.epoch),
    }));
  // one that no comparison needs
  assertEquals(earlyStop(without(4)), { decidedAt: 22, stopEpoch: 10 });
  assertEquals(undecidedStops(without(4)), []);
  // of the later average, and of the earlier one
  assertEquals(undecidedStops(without(22)), [22, 24, 26, 28, 30]);
  assertEquals(earlyStop(without(22)), undefined);
  assertEquals(earlyStop(without(8)), { decidedAt: 26, stopEpoch: 14 });
  assertEquals(undecidedStops(without(8)), [22, 24]);
});
