import { stageNetwork } from "../_training/stage_network.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { measureNetwork } from "../_training/measure_network.ts";
import { readNetworkFolder } from "../_artifacts/network_folder.ts";
import type { MeasureParams } from "../_declare/common_params.ts";

/** Measures the network on the images that a search trains the architecture with. */
export async function run(
  context: StageContext<MeasureParams>,
): Promise<void> {
  const network = await readNetworkFolder(context.input("network"), {
    ...stageNetwork(context),
    log: context.log,
  });
  const { images } = network;
  if (images !== "weights") {
    throw new RangeError(
      `Expected a network trained with images: weights but found images: ${images}: it was trained on the validation images`,
    );
  }
  using dataset = await openDataset(context.input("data"));
  await measureNetwork(context, {
    network,
    dataset,
    part: dataset.train,
    positions: dataset.split.alpha,
    output: context.output("validation"),
  });
}
