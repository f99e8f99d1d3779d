import { stageNetwork } from "../_training/stage_network.ts";
import { storedSizes } from "../../nas/network/stored_sizes.ts";
import { encodeSafetensors } from "../../engine/safetensors.ts";
import { nameWeights } from "../../nas/network/named_weights.ts";
import { torchWeights } from "../../nas/network/torch_weights.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readNetworkFolder } from "../_artifacts/network_folder.ts";
import { genotypeDigest } from "../_artifacts/weights_owner.ts";

/**
 * Writes the weights for PyTorch. The metadata of the file hold sizes and genotype (`network`), how image files become
 * inputs (`preprocessing`), both as JSON, and the training data (`dataset`).
 */
export async function run(
  context: Pick<StageContext<unknown>, "input" | "output" | "log" | "part">,
): Promise<void> {
  const { config, flat, layout, dataset, preprocessing } =
    await readNetworkFolder(context.input("network"), {
      ...stageNetwork(context),
      log: context.log,
    });
  if (preprocessing === undefined) {
    context.log("the network does not say how its images were prepared");
  }
  await Deno.writeFile(
    context.output("weights"),
    encodeSafetensors(torchWeights(nameWeights(layout, flat), layout), {
      format: "pt",
      kind: "torch-weights",
      digest: genotypeDigest(config.genotype),
      dataset,
      network: JSON.stringify(storedSizes(config)),
      ...(preprocessing === undefined
        ? {}
        : { preprocessing: JSON.stringify(preprocessing) }),
    }),
  );
}
