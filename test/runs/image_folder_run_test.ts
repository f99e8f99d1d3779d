// A data set of the user's own images through the stages, up to the test error of an ImageNet network.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { classFolders, tarOf } from "../support/data/image_fixture.ts";
import { sha256 } from "../support/data/make_wheel.ts";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";

Deno.test("images of any size go from an archive to the test error of a network with the ImageNet stem", async () => {
  await using at = pipelineFolder();
  const archive = new Uint8Array(gzipSync(
    await tarOf(
      classFolders(["cat", "dog", "owl"], { train: 6, width: 50, height: 41 }),
    ),
  ));
  const path = join(at.folder, "pets.tgz");
  await Deno.writeFile(path, archive);
  const pipeline = (epochs: number) => `
name: pets
stages:
  files: { use: download, with: { dataset: image-folder, files: { pets.tgz: { url: "file://${path}", sha256: ${
    sha256(archive)
  } } } } }
  images: { use: split, needs: { files: files }, with: { size: 32 } }
  subset: { use: split, needs: { files: files }, with: { size: 32, shares: { weights: 0.5, alpha: 0.34 } } }
  search: { use: search, needs: { data: subset }, with: { space: s2, method: sdarts-rs, stem: imagenet, channels: 4, cells: 3, nodes: 1, epochs: 1, batch: 5 } }
  hessian: { use: hessian, needs: { data: subset, search: search }, with: { batches: 1, batch: 4 } }
  cell: { use: genotype, with: { published: sdarts-rs-c10-s2 } }
  network:
    use: retrain
    needs: { data: images, genotype: cell }
    with: { stem: imagenet, channels: 4, cells: 2, epochs: ${epochs}, batch: 7, auxiliary: false, jitter: true, cutout: 0, decay: linear, warmup: 1, labelSmoothing: 0.1, learningRate: 0.1 }
  score: { use: evaluate, needs: { data: images, network: network } }
  model: { use: onnx, needs: { data: images, network: network } }
  weights: { use: torch, needs: { network: network } }
`;
  const { code, text } = await at.run(pipeline(6));
  assertEquals(code, 0, text);
  assertStringIncludes(
    text,
    "image-folder format, files of the user's own and not the official ones: all 18 training and all 3 test images, at 32x32 from images with a short side of at most 37",
  );
  assertStringIncludes(text, "15 of 18 training and all 3 test images");
  assertStringIncludes(text, "images [N, 3, 32, 32] to logits [N, 3]");
  const again = await at.run(pipeline(6));
  assertStringIncludes(again.text, "ran 0, cached 10");
  const refused = await at.run(pipeline(5));
  assertEquals(refused.code, 2, refused.text);
  assertStringIncludes(refused.text, "decay: linear needs more than 5 epochs");
});
