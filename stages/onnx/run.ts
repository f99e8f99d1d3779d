import { stageNetwork } from "../_training/stage_network.ts";
import { storedSizes } from "../../nas/network/stored_sizes.ts";
import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import {
  type Preprocessing,
  preprocessingOf,
} from "../../datasets/prepared/preprocessing.ts";
import { onnxModel } from "../../nas/network/onnx_model.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readNetworkFolder } from "../_artifacts/network_folder.ts";
import { checkTrainedOn } from "../_training/check_trained_on.ts";
import { genotypeDigest } from "../_artifacts/weights_owner.ts";

/**
 * Writes the network as an ONNX model. Its metadata hold how image files become inputs (`preprocessing`, JSON, with the
 * constants and the class of each logit, which also stand alone: `mean`, `std`, `classes`), the network (`network`,
 * JSON), the training data (`dataset`), and kind and digest of the weights.
 *
 * @throws {RangeError} If the data set is not the one that the network was trained on.
 */
export async function run(
  context: Pick<StageContext<unknown>, "input" | "output" | "log" | "part">,
): Promise<void> {
  const { config, flat, layout, dataset, preprocessing } =
    await readNetworkFolder(context.input("network"), {
      ...stageNetwork(context),
      log: context.log,
    });
  using data = await openDataset(context.input("data"));
  checkTrainedOn(config, data.manifest);
  const { classes, size, mean, std } = data.manifest;
  const rules = preprocessingOf(data.manifest);
  const others = differing(rules, preprocessing ?? rules);
  if (others.length > 0) {
    throw new RangeError(
      `Expected the data set that the network was trained on but found one with other ${
        others.join(", ")
      } in ${context.input("data")}`,
    );
  }
  const normalisation =
    "RGB, float32, NCHW; each channel (pixel / 255 - mean) / std";
  const bytes = onnxModel({
    config,
    layout,
    flat,
    images: `${normalisation}; mean ${mean.join(", ")}; std ${
      std.join(", ")
    }; steps before: preprocessing in the metadata`,
    metadata: {
      kind: "onnx-model",
      digest: genotypeDigest(config.genotype),
      preprocessing: JSON.stringify(rules),
      normalisation,
      mean: JSON.stringify(mean),
      std: JSON.stringify(std),
      classes: JSON.stringify(classes),
      dataset,
      network: JSON.stringify(storedSizes(config)),
    },
  });
  await Deno.writeFile(context.output("model"), bytes);
  context.log(
    `images [N, 3, ${size}, ${size}] to logits [N, ${classes.length}], ${bytes.length} bytes`,
  );
}

/** Names of the parts in which a network's preprocessing differs from a data set's. */
function differing(rules: Preprocessing, trained: object): string[] {
  const found = trained as Readonly<Record<string, unknown>>;
  return Object.entries(rules).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(found[name]) ? [] : [name]
  );
}
