// Makes a prepared data set by the stage split.
import { join } from "node:path";
import {
  CIFAR10_TEST_FILE,
  CIFAR10_TRAIN_FILES,
} from "../../../datasets/catalogue/cifar10.ts";
import type { DatasetName } from "../../../datasets/catalogue/registry.ts";
import { DATASET_MODULES } from "../../../datasets/readers/built_in.ts";
import {
  type SourceNote,
  writeSourceNote,
} from "../../../datasets/sources/source_note.ts";
import splitStage from "../../../stages/split/stage.ts";
import { run as split } from "../../../stages/split/run.ts";
import { testContext } from "../../../pipeline/stage_testing.ts";
import { tempFolder } from "../temp_folder.ts";

/** Files by name. */
export type Files = Readonly<Record<string, Uint8Array | string>>;

/** Where the stage `split` put its outputs. */
export interface SplitFolders {
  /** Training images. */
  readonly dataset: string;
  /** Test images. */
  readonly test: string;
  /** Identifiers of the images. */
  readonly ids: string;
  /** Lines that the stage logged. */
  readonly logged: readonly string[];
}

/** Files of CIFAR-10 in the layout of the stage `download`. */
export function cifar10Files(
  train: readonly Uint8Array[],
  test: Uint8Array,
): Files {
  return {
    ...Object.fromEntries(
      CIFAR10_TRAIN_FILES.map(({ name }, at) => [name, train[at]!]),
    ),
    [CIFAR10_TEST_FILE.name]: test,
  };
}

/** Runs the stage `split` on files as `download` leaves them; everything is removed afterwards. */
export async function withSplit(
  note: Omit<SourceNote, "official"> & { readonly official?: boolean },
  files: Files,
  options: {
    readonly params?: unknown;
    readonly body: (folders: SplitFolders) => Promise<void> | void;
  },
): Promise<void> {
  using folder = tempFolder();
  const paths = {
    dataset: join(folder.path, "dataset"),
    test: join(folder.path, "test"),
    ids: join(folder.path, "ids.json"),
  };
  const source = join(folder.path, "files");
  await Deno.mkdir(source);

  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    await Deno.writeFile(join(source, name), bytes);
  }
  await writeSourceNote(source, { official: true, ...note });
  const { context, logged } = testContext(
    splitStage.params.parse(options.params ?? {}),
    {
      inputs: { files: source },
      parts: { dataset: DATASET_MODULES[note.dataset as DatasetName] },
      outputs: paths,
      checkpoint: folder.path,
    },
  );
  await split(context);
  await options.body({ ...paths, logged });
}
