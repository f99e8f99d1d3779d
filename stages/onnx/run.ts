import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { onnxModel } from "../../nas/network/onnx_model.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readNetworkFolder } from "../_artifacts/network_folder.ts";
import { genotypeDigest } from "../_artifacts/weights_owner.ts";

/**
 * Writes the network as an ONNX model. Its metadata hold the normalisation of pixels (`mean` and `std`, JSON), the class
 * of each logit (`classes`, JSON), the network (`network`, JSON) and the training data (`dataset`).
 */
export async function run(
  context: Pick<StageContext<unknown>, "input" | "output" | "log">,
): Promise<void> {
  const place = context.input("network");
  const { config, flat, layout, dataset } = await readNetworkFolder(
    place,
    context.log,
  );
  using data = await openDataset(context.input("data"));
  const { classes, size, mean, std } = data.manifest;
  if (classes.length !== config.classes || size !== config.size) {
    throw new RangeError(
      `Expected images of ${config.size} pixels in ${config.classes} classes, which the network was trained on, but found ${size} pixels and ${classes.length} classes in ${
        context.input("data")
      }`,
    );
  }
  const normalisation =
    "RGB, float32, NCHW; each channel (pixel / 255 - mean) / std";
  const bytes = onnxModel({
    config,
    layout,
    flat,
    images: `${normalisation}; mean ${mean.join(", ")}; std ${std.join(", ")}`,
    metadata: {
      kind: "onnx-model",
      digest: genotypeDigest(config.genotype),
      normalisation,
      mean: JSON.stringify(mean),
      std: JSON.stringify(std),
      classes: JSON.stringify(classes),
      dataset,
      network: JSON.stringify(config),
    },
  });
  await Deno.writeFile(context.output("model"), bytes);
  context.log(
    `images [N, 3, ${size}, ${size}] to logits [N, ${classes.length}], ${bytes.length} bytes`,
  );
}
