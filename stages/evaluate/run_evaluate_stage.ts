import { batches } from "../../datasets/loader.ts";
import { openTestSet } from "../../datasets/open_dataset.ts";
import { countNetwork } from "../../nas/count.ts";
import { evaluateNetwork } from "../../nas/evaluate.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { openStageEngine } from "../_engine.ts";
import { writeJsonFile } from "../_json_file.ts";
import { readNetworkFolder } from "../_network_folder.ts";
import type { EvaluateParams } from "./stage.ts";

/** Loads the network afresh, evaluates it and writes the measures with its size and cost. */
export async function runEvaluateStage(
  context: StageContext<EvaluateParams>,
): Promise<void> {
  const { batch, seed, threads } = context.params;
  using dataset = await openTestSet(context.input("data"));
  const { manifest, test } = dataset;
  const { config, flat, layout } = await readNetworkFolder(
    context.input("network"),
  );
  if (
    config.size !== manifest.size || config.classes !== manifest.classes.length
  ) {
    throw new Error(
      `Expected ${config.classes} classes of ${config.size} pixels, as the network was trained on, but found ${manifest.classes.length} of ${manifest.size} in the data`,
    );
  }
  const total = test.count;
  const engine = await openStageEngine(threads);
  const result = await evaluateNetwork(engine, {
    config,
    layout,
    flat,
    batches: batches(dataset, {
      part: test,
      positions: Array.from({ length: total }, (_, at) => at),
      batch,
      last: "keep",
    }),
    seed,
    afterBatch: async (done) => {
      context.progress({ done, total, unit: "image" });
      await new Promise((resolve) => setTimeout(resolve, 0));
      context.signal.throwIfAborted();
    },
  });
  const { parameters, convolutionMacs, linearMacs } = countNetwork(config);
  const top1Accuracy = result.top1 / result.count;
  await writeJsonFile(context.output("evaluation"), {
    top1Error: (result.count - result.top1) / result.count,
    top1Accuracy,
    top5Accuracy: result.top5 / result.count,
    loss: result.loss,
    count: result.count,
    parameters,
    macs: convolutionMacs + linearMacs,
    dataset: manifest.statement,
    perClass: result.perClass.map(({ count, right }, i) => ({
      class: manifest.classes[i],
      accuracy: count === 0 ? null : right / count,
      count,
    })),
    genotype: config.genotype,
  });
}
