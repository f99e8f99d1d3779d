import { stageNetwork } from "../_training/stage_network.ts";
import { openTestSet } from "../../datasets/prepared/open_dataset.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readNetworkFolder } from "../_artifacts/network_folder.ts";
import { measureNetwork } from "../_training/measure_network.ts";
import type { MeasureParams } from "../_declare/common_params.ts";

/** Evaluates the network on the test images. */
export async function run(
  context: StageContext<MeasureParams>,
): Promise<void> {
  using dataset = await openTestSet(context.input("data"));
  const { test } = dataset;
  await measureNetwork(context, {
    network: await readNetworkFolder(context.input("network"), {
      ...stageNetwork(context),
      log: context.log,
    }),
    dataset,
    part: test,
    positions: Array.from({ length: test.count }, (_, at) => at),
    output: context.output("evaluation"),
  });
}
