// Runs stages of this repository inside the process of the test, on a tiny data set.
import { BUILT_IN_STEMS } from "../../../nas/stems/built_in_stems.ts";
import { BUILT_IN_OPERATIONS } from "../../../nas/operations/built_in_operations.ts";
import { join } from "node:path";
import { initialSearchState } from "../../../nas/search/search_state.ts";
import { type MethodName, METHODS } from "../../../nas/search/method.ts";
import { searchSpace } from "../../../nas/space/edge_space.ts";
import { supernetLayout } from "../../../nas/network/supernet.ts";
import type { StageDefinition } from "../../../pipeline/stage.ts";
import { searchParams } from "../../../stages/search/params.ts";
import searchStage from "../../../stages/search/stage.ts";
import { writeSupernetFolder } from "../../../stages/_artifacts/supernet_folder.ts";
import { flatNetwork } from "../../../stages/_training/flat_network.ts";
import { runHere, testContext } from "../../../pipeline/stage_testing.ts";
import { testTensorflow } from "../tensors/tensorflow.ts";
import tinyDataset from "../data/tiny_dataset_stage.ts";
import { tempFolder } from "../temp_folder.ts";

/** Runs stages in this process, in a folder that holds a data set of noise, `dataset`, and is removed afterwards. */
export async function withStages(
  body: (at: {
    folder: string;
    run: <P>(
      stage: StageDefinition<P>,
      name: string,
      options: {
        params?: unknown;
        inputs: Record<string, string>;
        /** URLs of the modules that it takes from the stages before it, by role. */
        parts?: Record<string, string>;
        signal?: AbortSignal;
      },
    ) => Promise<string[]>;
  }) => Promise<void>,
): Promise<void> {
  using folder = tempFolder();
  Deno.env.set("SDARTS_LIBTENSORFLOW", await testTensorflow());
  try {
    await runHere(
      tinyDataset,
      testContext({ train: 4, test: 2 }, {
        outputs: {
          dataset: join(folder.path, "dataset"),
          test: join(folder.path, "test"),
        },
        checkpoint: folder.path,
      }).context,
    );
    await body({
      folder: folder.path,
      run: async (stage, name, { params, inputs, parts, signal }) => {
        const checkpoint = join(folder.path, name, "checkpoint");
        await Deno.mkdir(checkpoint, { recursive: true });
        const parsed = stage.params.parse(params ?? {});
        const { context, logged } = testContext(
          parsed,
          {
            choices: stage.choices?.(parsed, {}),
            parts: { ...stage.parts?.(parsed, {}), ...parts },
            inputs: Object.fromEntries(
              Object.entries(inputs).map(([k, v]) => [k, join(folder.path, v)]),
            ),
            outputs: Object.fromEntries(
              Object.entries(stage.outputs).map((
                [key, { path }],
              ) => [key, join(folder.path, name, path)]),
            ),
            checkpoint,
            ...(signal === undefined ? {} : { signal }),
          },
        );
        await runHere(stage, context);
        return logged;
      },
    });
  } finally {
    Deno.env.delete("SDARTS_LIBTENSORFLOW");
  }
}

/** URLs of the modules that a search by a method offers, by role. */
export function offeredBy(method: string): Record<string, string> {
  const params = searchParams.parse({ space: "s3", method });
  return { ...searchStage.offers?.(params, {}) };
}

/** Writes the folder `supernet` of a search in S3 that has not begun. */
export async function writeSupernet(
  folder: string,
  method: MethodName,
): Promise<void> {
  const space = searchSpace("s3", { nodes: 1 });
  const config = {
    space,
    operations: BUILT_IN_OPERATIONS,
    stem: BUILT_IN_STEMS.cifar,
    channels: 2,
    cells: 3,
    classes: 4,
    size: 16,
  };
  const layout = supernetLayout(config);
  const { tensors } = initialSearchState(space, layout, 1);
  await writeSupernetFolder(join(folder, "supernet"), {
    method,
    composition: METHODS[method],
    seed: 1,
    dataset: "noise",
    config,
    layout,
    flat: flatNetwork(tensors),
    alphas: ["alphas_normal", "alphas_reduce"].map((name) =>
      tensors[name]!.data as Float32Array
    ),
  });
}
