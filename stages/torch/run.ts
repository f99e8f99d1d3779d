import { encodeSafetensors } from "../../engine/safetensors.ts";
import { nameWeights } from "../../nas/network/named_weights.ts";
import { torchWeights } from "../../nas/network/torch_weights.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readNetworkFolder } from "../_artifacts/network_folder.ts";
import { genotypeDigest } from "../_artifacts/weights_owner.ts";

/** Writes the weights for PyTorch; the metadata of the file hold sizes and genotype as JSON. */
export async function run(
  context: Pick<StageContext<unknown>, "input" | "output" | "log">,
): Promise<void> {
  const { config, flat, layout } = await readNetworkFolder(
    context.input("network"),
    context.log,
  );
  await Deno.writeFile(
    context.output("weights"),
    encodeSafetensors(torchWeights(nameWeights(layout, flat)), {
      format: "pt",
      kind: "torch-weights",
      digest: genotypeDigest(config.genotype),
      network: JSON.stringify(config),
    }),
  );
}
