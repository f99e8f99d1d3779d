// What DrNAS prunes, and mixture weights and their gradients with a mask, against the reference.
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertLess } from "@std/assert";
import { prunedAlphas } from "../../nas/phases/pruned_alphas.ts";
import { matrixRows } from "../../nas/space/alpha_matrices.ts";
import { graphSpace } from "../../nas/space/graph_space.ts";
import {
  type KeptCandidates,
  maskedRow,
} from "../../nas/space/kept_candidates.ts";
import { softmaxRow } from "../../nas/space/simplex.ts";
import {
  concentration,
  sampling as dirichlet,
} from "../../nas/samplings/dirichlet.ts";
import { dirichletSlope } from "../../nas/samplings/dirichlet_slope.ts";
import { sampledMixtures } from "../../nas/samplings/sampled_mixtures.ts";
import { testEngine, withoutLeaks } from "../support/tensors/engine.ts";
import { worst } from "../support/tensors/reference.ts";
import { readGolden } from "./golden.ts";

interface Pruning {
  alphas_before: number[][];
  num_keep: number;
  alphas_after: number[][];
  mask: number[][];
}

interface GoldenPrune extends Pruning {
  sample_unmasked: number[][];
  sample_masked: number[][];
  grad_output: number[][];
  grad_alphas: number[][];
  softmax_masked: number[][];
  second: Pruning;
}

const { prune } = readGolden<{ prune: GoldenPrune }>("drnas");

Deno.test("a first and a second pruning keep the alphas that the reference keeps", () => {
  const pruned = (
    { alphas_before: rows, num_keep }: Pruning,
    before?: KeptCandidates,
  ) => {
    const data = Float32Array.from(rows.flat());
    const alphas = { dtype: "F32", shape: [6, 5], data } as const;
    return prunedAlphas(
      graphSpace("nasbench201"),
      {
        alphas_edges: alphas,
        adam_first_edges: alphas,
        adam_second_edges: alphas,
      },
      num_keep,
      before,
    );
  };
  let kept: KeptCandidates | undefined;
  for (const golden of [prune, prune.second]) {
    const found = pruned(golden, kept);
    kept = found.kept;
    const after = golden.alphas_after.map((row) => row.map(Math.fround));
    for (const kind of ["alphas", "adam_first", "adam_second"]) {
      assertEquals(matrixRows(found.tensors[`${kind}_edges`]!.data, 5), after);
    }
    assertEquals(kept.edges!.map((row) => row.map(Number)), golden.mask);
  }
  // alphas that were pruned have moved, and some of them are larger than kept ones
  assert(`${pruned(prune.second).kept.edges}` !== `${kept!.edges}`);
});

Deno.test("mixture weights with a mask are those of all, drawn or by the soft-max, divided by the sum of those that are left", async () => {
  const { alphas_after: alphas, mask, sample_unmasked: sample } = prune;
  const slopes = alphas.map((row, at) => {
    const own = row.map(concentration);
    const total = own.reduce((a, b) => a + b);
    return own.map((c, i) => dirichletSlope(sample[at]![i]!, c, total));
  });
  await withoutLeaks(await testEngine(), () => {
    tf.tidy(() => {
      const draws = {
        noise: [tf.stack([tf.tensor2d(sample), tf.tensor2d(slopes)])],
        progress: tf.scalar(0),
        ramp: tf.scalar(0),
      };
      const at = tf.tensor2d(alphas);
      const drawn = (a: tf.Tensor) =>
        sampledMixtures({ sampling: dirichlet, masks: [mask] }, [a], draws)[0]!;
      assertLess(
        worst(drawn(at).dataSync(), prune.sample_masked.flat()),
        1e-6,
      );
      const gradient = tf.grad((a: tf.Tensor) =>
        tf.sum(tf.mul(drawn(a), tf.tensor2d(prune.grad_output)))
      )(at).dataSync();
      // the reference's series is off by up to 7e-4
      const expected = prune.grad_alphas.flat();
      gradient.forEach((g, i) =>
        assertLess(
          Math.abs(g - expected[i]!),
          1e-3 * Math.abs(expected[i]!) + 1e-6,
        )
      );
      const pruned = gradient.filter((_, i) => mask.flat()[i] === 0);
      assertEquals(pruned.length, 12);
      assert(pruned.every((g) => g === 0));
      const [soft] = sampledMixtures({ masks: [mask] }, [at], undefined);
      assertLess(worst(soft!.dataSync(), prune.softmax_masked.flat()), 1e-6);
    });
  });
  const rows = alphas.map((row, edge) =>
    maskedRow(softmaxRow(row), mask[edge]!.map(Boolean))
  );
  assertLess(worst(rows.flat(), prune.softmax_masked.flat()), 1e-15);
});
