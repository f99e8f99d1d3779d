// A stage ends with finite numbers or fails: what diverged in the last step is no result.
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import { join } from "node:path";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { initialWeights } from "../../nas/training/initialise.ts";
import { networkLayout } from "../../nas/network/network.ts";
import hessianStage from "../../stages/hessian/stage.ts";
import onnxStage from "../../stages/onnx/stage.ts";
import projectStage from "../../stages/project/stage.ts";
import retrainStage from "../../stages/retrain/stage.ts";
import searchStage from "../../stages/search/stage.ts";
import torchStage from "../../stages/torch/stage.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
} from "../../engine/safetensors.ts";
import { writeNetworkFolder } from "../../stages/_artifacts/network_folder.ts";
import { TINY_GENOTYPE } from "../support/tensors/tiny_search.ts";
import { filesBelow } from "../support/stages/files_below.ts";
import {
  offeredBy,
  withStages,
  writeSupernet,
} from "../support/stages/with_stages.ts";

const CELL = [["sep_conv_3x3", 0], ["skip_connect", 1]];
const GENOTYPE = {
  space: "s3",
  genotype: {
    normal: CELL,
    normal_concat: [2],
    reduce: CELL,
    reduce_concat: [2],
  },
  python: "",
};
const SIZES = { channels: 2, cells: 3, batch: 4 };
const RETRAIN = { ...SIZES, auxiliary: false, cutout: 0 };
const SEARCH = { ...SIZES, batch: 2, space: "s3", nodes: 1, method: "darts" };

/** Message of a failure, with numbers that depend on rounding left out. */
const message = (run: Promise<unknown>) =>
  run.then(() => "succeeded", (error) => String(error.message));

Deno.test("a training whose numbers are not finite fails with the field, the step, the images and the checkpoint, and writes nothing", async () => {
  await withStages(async ({ folder, run }) => {
    await writeSupernet(folder, "darts-pt");
    await Deno.writeTextFile(
      join(folder, "genotype.json"),
      JSON.stringify(GENOTYPE),
    );
    const retrain = (name: string, params: Record<string, number>) =>
      message(run(retrainStage, name, {
        params: { ...RETRAIN, ...params },
        inputs: { data: "dataset", genotype: "genotype.json" },
      }));
    // The last step, the only one: its loss is finite, its weights are not.
    const STEP =
      /^Expected finite numbers but found \d+ of \d+ not finite, the first \(\S+\) in [\w.]+\.weight, after epoch 1 step 1; last good checkpoint: none yet; images of the training batch: (?:[0-3], ){3}[0-3]$/;
    assertMatch(await retrain("once", { learningRate: 1e42, epochs: 1 }), STEP);
    // A second epoch goes on from nothing: neither in this run nor in the next one.
    for (let time = 0; time < 2; time++) {
      assertMatch(
        await retrain("twice", { learningRate: 1e42, epochs: 2 }),
        STEP,
      );
    }
    for (const params of [{ unrolled: "none" }, { unrolled: "exact" }]) {
      const name = params.unrolled;
      const found = await message(run(searchStage, name, {
        params: { ...SEARCH, ...params, learningRate: 1e36, epochs: 3 },
        inputs: { data: "dataset" },
      }));
      assertMatch(
        found,
        /^Expected .* epoch 1.*; last good checkpoint: none yet; images of the (?:training batch: [01], [01])?.*(?:validation batch: [23], [23])?$/,
      );
    }
    const projected = await message(run(projectStage, "projected", {
      params: { batch: 2, interval: 1, learningRate: 1e42 },
      inputs: { data: "dataset", search: "supernet" },
      parts: offeredBy("darts-pt"),
    }));
    assertMatch(
      projected,
      /^Expected .* epoch 1 step 1.*; last good checkpoint: epoch 1 step 1, from which the next run goes on; images /,
    );
    const written = ["once", "twice", "none", "exact"].flatMap((name) =>
      filesBelow(join(folder, name))
    );
    assertEquals(written, []);
  });
});

/** Sets the first number of a tensor in `weights.safetensors` of a folder. */
async function spoil(folder: string, tensor: string, value: number) {
  const path = join(folder, "weights.safetensors");
  const { tensors, metadata } = decodeSafetensors(
    await Deno.readFile(path),
    path,
  );
  tensors[tensor]!.data[0] = value;
  await Deno.writeFile(path, encodeSafetensors(tensors, metadata));
}

Deno.test("networks and supernets with numbers that are not finite are neither written, nor measured, nor exported", async () => {
  await withStages(async ({ folder, run }) => {
    const config = {
      genotype: TINY_GENOTYPE,
      operations: BUILT_IN_OPERATIONS,
      stem: BUILT_IN_STEMS.cifar,
      channels: 2,
      cells: 3,
      classes: 4,
      size: 16,
      auxiliary: false,
    };
    const layout = networkLayout(config);
    const count = layout.statisticsCount;
    const write = (variance: number) =>
      writeNetworkFolder(join(folder, "network"), {
        config,
        flat: {
          weights: initialWeights(layout, 1),
          mean: new Float32Array(count),
          variance: new Float32Array(count).fill(variance),
        },
        dataset: "noise",
        images: "all",
      }, layout);
    for (const bad of [NaN, Infinity, -1]) {
      await assertRejects(
        () => write(bad),
        RangeError,
        "in stem.1.running_var",
      );
    }
    const inputs = { data: "dataset", network: "network" };
    for (
      const [tensor, value] of [
        ["stem.0.weight", NaN],
        ["stem.1.running_mean", -Infinity],
        ["stem.1.running_var", -1],
      ] as const
    ) {
      await write(1);
      await spoil(join(folder, "network"), tensor, value);
      for (const stage of [torchStage, onnxStage]) {
        await assertRejects(
          () => run(stage, "export", { inputs }),
          RangeError,
          `the first (${value}) in ${tensor} of ${join(folder, "network")}`,
        );
      }
    }
    await writeSupernet(folder, "darts");
    await run(hessianStage, "hessian", {
      params: { batches: 1, batch: 2 },
      inputs: { data: "dataset", search: "supernet" },
    });
    const hessian = JSON.parse(
      await Deno.readTextFile(join(folder, "hessian", "hessian.json")),
    );
    const exact = { top: "exact", spectral: "exact" };
    assertEquals(hessian.convergence, exact);
    assertEquals(hessian.batches[0].convergence, { ...exact, lanczos: null });
    await spoil(join(folder, "supernet"), "alphas.reduce", Infinity);
    await assertRejects(
      () =>
        run(hessianStage, "again", {
          params: { batches: 1, batch: 2 },
          inputs: { data: "dataset", search: "supernet" },
        }),
      RangeError,
      "the first (Infinity) in alphas.reduce of",
    );
  });
});
