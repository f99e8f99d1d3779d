// nni#2869: retrain reports 93 %, reloading the file gives 36 %.
import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../nas/operations/built_in_operations.ts";
import {
  assertEquals,
  assertGreater,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { batches, loadBatch } from "../../datasets/prepared/loader.ts";
import { openTestSet } from "../../datasets/prepared/open_dataset.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { openEngine } from "../../engine/engine.ts";
import { evaluateNetwork } from "../../nas/retrain/evaluate.ts";
import type { Genotype } from "../../nas/genotype/genotype.ts";
import {
  type NetworkConfig,
  networkLayout,
} from "../../nas/network/network.ts";
import { initialRetrainState, runRetrain } from "../../nas/retrain/retrain.ts";
import { writeNetworkFolder } from "../../stages/_artifacts/network_folder.ts";
import { cifar10Files, withSplit } from "../support/data/make_dataset.ts";
import { makeRecords } from "../support/data/make_records.ts";
import type { MeasureJob } from "../support/stages/measure_stage.ts";
import { testTensorflow } from "../support/tensors/tensorflow.ts";
import { TINY_GENOTYPE } from "../support/tensors/tiny_search.ts";

const library = await testTensorflow();
const engine = await openEngine({
  library,
  intraOpThreads: 1,
  interOpThreads: 2,
});

const labels = Array.from({ length: 10 }, (_, at) => at);
const FILES = cifar10Files(
  [1, 2, 3, 4, 5].map((seed) => makeRecords(labels, seed)),
  makeRecords([...labels, ...labels, 3], 6),
);

/** A cell whose noise is drawn in evaluation too, as space S4 may have one. */
const NOISY: Genotype = {
  ...TINY_GENOTYPE,
  normal: [["noise", 0], ["sep_conv_3x3", 1], ["skip_connect", 0], [
    "dil_conv_3x3",
    2,
  ]],
};

/** Measures in a process of its own. */
async function inFreshProcess(job: Omit<MeasureJob, "output">) {
  const output = join(job.network, "measured.json");
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      fileURLToPath(
        new URL("../support/stages/measure_stage.ts", import.meta.url),
      ),
      JSON.stringify({ ...job, output }),
    ],
    env: { SDARTS_LIBTENSORFLOW: library, TF_CPP_MIN_LOG_LEVEL: "2" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(await Deno.readTextFile(output));
}

for (
  const [what, change] of [
    ["with auxiliary head and drop path", {
      auxiliary: true,
      genotype: TINY_GENOTYPE,
    }],
    ["with noise in its cells", { auxiliary: false, genotype: NOISY }],
    ["with the ImageNet stem", {
      auxiliary: false,
      genotype: TINY_GENOTYPE,
      stem: BUILT_IN_STEMS.imagenet,
    }],
  ] as const
) {
  Deno.test(`a network ${what} measures the same, to the last bit, in the process that trained it and in a fresh one`, async () => {
    await withSplit({ dataset: "cifar10" }, FILES, {
      body: async (folders) => {
        using data = await openDataset(folders.dataset);
        const config: NetworkConfig = {
          operations: BUILT_IN_OPERATIONS,
          stem: BUILT_IN_STEMS.cifar,
          channels: 2,
          cells: 3,
          classes: 10,
          size: 32,
          ...change,
        };
        const layout = networkLayout(config);
        const { weights } = data.split;
        const { tensors } = await runRetrain(
          engine,
          initialRetrainState(layout, 1),
          {
            config,
            layout,
            epochs: 2,
            rate: { start: 0.05, end: 0, variant: "intended" },
            sgd: { momentum: 0.9, weightDecay: 3e-4, clip: 5 },
            dropPath: 0.3,
            auxiliaryWeight: 0.4,
            seed: 1,
            steps: 2,
            batch: (_, step) =>
              loadBatch(
                data,
                data.train,
                weights.slice(step * 13, step * 13 + 12),
              ),
          },
        );
        const values = (name: string) => tensors[name]!.data as Float32Array;
        const flat = {
          weights: values("weights"),
          mean: values("running_mean"),
          variance: values("running_variance"),
        };
        using tests = await openTestSet(folders.test);
        const here = await evaluateNetwork(engine, {
          config,
          layout,
          flat,
          seed: 0,
          batches: batches(tests, {
            part: tests.test,
            positions: Array.from({ length: 21 }, (_, at) => at),
            batch: 8,
            last: "keep",
          }),
        });
        const network = join(folders.test, "network");
        await writeNetworkFolder(network, {
          config,
          flat,
          dataset: data.manifest.statement,
          images: "weights",
        }, layout);
        const job = {
          network,
          data: folders.test,
          stage: "evaluate",
          batch: 8,
        } as const;
        const fresh = await inFreshProcess(job);
        assertEquals(
          [fresh.mode, fresh.counting.auxiliaryHead],
          ["evaluation", "excluded"],
        );
        assertEquals(
          [fresh.count, fresh.loss, fresh.top1Accuracy, fresh.top5Accuracy],
          [21, here.loss, here.top1 / 21, here.top5 / 21],
        );
        assertEquals(
          fresh.perClass.map(({ accuracy }: { accuracy: number }) => accuracy),
          here.perClass.map(({ count, right }) => right / count),
        );
        assertGreater(fresh.loss, 0);
        assertEquals(await inFreshProcess({ ...job, threads: 2 }), fresh);
        // Other images give another number: the comparison means something.
        const other = await inFreshProcess({
          ...job,
          stage: "validate",
          data: folders.dataset,
        });
        assertEquals(other.count, data.split.alpha.length);
        assertNotEquals(other.loss, fresh.loss);
      },
    });
  });
}

Deno.test("a network that has seen the validation images is not validated on them", async () => {
  await withSplit({ dataset: "cifar10" }, FILES, {
    body: async (folders) => {
      const config: NetworkConfig = {
        genotype: TINY_GENOTYPE,
        operations: BUILT_IN_OPERATIONS,
        stem: BUILT_IN_STEMS.cifar,
        channels: 2,
        cells: 2,
        classes: 10,
        size: 32,
        auxiliary: false,
      };
      const layout = networkLayout(config);
      const network = join(folders.test, "network");
      await writeNetworkFolder(network, {
        config,
        flat: {
          weights: new Float32Array(layout.parameterCount),
          mean: new Float32Array(layout.statisticsCount),
          variance: new Float32Array(layout.statisticsCount),
        },
        dataset: "x",
        images: "all",
      }, layout);
      await assertRejects(
        () =>
          inFreshProcess({ network, data: folders.dataset, stage: "validate" }),
        Error,
        "Expected a network trained with images: weights but found images: all",
      );
    },
  });
});
