import { openDataset } from "../../datasets/prepared/open_dataset.ts";
import { onnxModel } from "../../nas/network/onnx_model.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readNetworkFolder } from "../_artifacts/network_folder.ts";

/**
 * Work of the stage `onnx`. The file's metadata say how pixels are normalised (`mean` and `std`, JSON), which class
 * each logit is (`classes`, JSON), what the network is (`network`, JSON) and what it was trained on (`dataset`).
 */
export async function run(
  context: Pick<StageContext<unknown>, "input" | "output" | "log">,
): Promise<void> {
  const place = context.input("network");
  const { config, flat, layout, dataset } = await readNetworkFolder(place);
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
