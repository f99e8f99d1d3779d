import { basename, dirname } from "node:path";
import type { ActionRecord } from "../../cache/store/action_record.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { foldName } from "../../base/alike_names.ts";
import { fileName } from "../../base/file_name.ts";
import { exists, namesIn } from "../../base/read_files.ts";
import { usageError } from "../../base/pipeline_error.ts";
import type { Pipeline } from "../../definition/graph/pipeline.ts";
import { placeManifest } from "../../cache/store/place_manifest.ts";
import { type BlobChecks, verifyOutputs } from "../job/stage_inputs.ts";
import { isInPlace, replaceOutput } from "./replace_output.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/** One published output. */
export interface Published {
  readonly instance: string;
  readonly output: string;
  /** Path below `results/<pipeline>/`. */
  readonly path: string;
  /** True if its text is printed at the end of a run. */
  readonly show: boolean;
  /** True if `provenance.json` is written beside it. */
  readonly provenance: boolean;
}

/**
 * Lists the published outputs of a pipeline: those of a stage that does not fan out lie in the pipeline's folder
 * itself, others in a folder named like the instance.
 *
 * Throws a `PipelineError` of kind `usage` if two outputs have one path or one lies inside another.
 */
export function publishedOutputs(pipeline: Pipeline): Published[] {
  const list: Published[] = [];
  for (const instance of pipeline.instances) {
    if (!instance.stage.spec.publish) continue;
    const folder = Object.keys(instance.point).length === 0
      ? ""
      : `${fileName(instance.name)}/`;
    for (
      const [output, { path, show, provenance }] of Object.entries(
        instance.stage.module.definition.outputs,
      )
    ) {
      list.push({
        instance: instance.name,
        output,
        path: `${folder}${path}`,
        show: show === true,
        provenance: provenance === true,
      });
    }
  }
  const sorted = list.map((entry) => ({
    ...entry,
    folded: foldName(entry.path),
  }))
    .sort((a, b) => a.folded < b.folded ? -1 : 1);
  for (const [index, later] of sorted.entries()) {
    const earlier = sorted[index - 1];
    if (
      earlier === undefined ||
      !(later.folded === earlier.folded ||
        later.folded.startsWith(`${earlier.folded}/`))
    ) continue;
    throw usageError(
      `${pipeline.file}: Expected different published paths but found ${earlier.path} of ${earlier.instance} and ${later.path} of ${later.instance}`,
    );
  }
  return list;
}

/**
 * Copies an output to its published path, unless an equal one is there. Files that the user put there stay, edited ones are
 * moved aside.
 *
 * @param record Record of its action.
 * @param options The cache, the results folder of the pipeline, blobs that were checked, and the temporary folder of
 *   the process, by whose name others know that its drafts are being written.
 * @returns True if something was written.
 */
export function publishOutput(
  entry: Published,
  record: ActionRecord,
  options: {
    readonly folders: CacheFolders;
    readonly results: string;
    readonly checked: BlobChecks;
    readonly temp: string;
    /** Gets the old and the new path of files of the user that were moved aside. */
    readonly moved: (from: string, to: string) => void;
  },
): boolean {
  const manifest = record.outputs[entry.output];
  if (manifest === undefined) return false;
  const path = `${options.results}/${entry.path}`;
  const target = { ...options, path, manifest };
  if (isInPlace(target)) return false;
  verifyOutputs([{ ...entry, record }], options);
  Deno.mkdirSync(dirname(path), { recursive: true });
  const draft = `${options.results}/.${
    basename(options.temp)
  }.${crypto.randomUUID()}.part`;
  try {
    placeManifest(options.folders, manifest, { path: draft, share: false });
    replaceOutput(target, draft, options.moved);
  } finally {
    removeIfThere(draft);
  }
  return true;
}

/** Removes unfinished files of killed processes from a results folder. */
export function removeDrafts(results: string, folders: CacheFolders): void {
  for (const name of namesIn(results)) {
    const [, owner] = /^\.([0-9a-f-]{36})\..*\.part$/.exec(name) ?? [];
    if (owner !== undefined && !exists(`${folders.temp}/${owner}`)) {
      removeIfThere(`${results}/${name}`);
    }
  }
}
