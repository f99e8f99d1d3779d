import { basename, dirname } from "node:path";
import type { ActionRecord } from "../../cache/store/action_record.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { exists, namesIn } from "../../base/read_files.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import {
  type Manifest,
  manifestDigest,
  scanManifest,
} from "../../cache/store/manifest.ts";
import type { Pipeline } from "../../definition/graph/pipeline.ts";
import { placeManifest } from "../../cache/store/place_manifest.ts";
import { type BlobChecks, verifyOutputs } from "../job/stage_inputs.ts";
import { removeIfThere } from "../../base/write_atomic.ts";

/** One published output. */
export interface Published {
  readonly instance: string;
  readonly output: string;
  /** Path below `results/<pipeline>/`. */
  readonly path: string;
  /** True if its text is printed at the end of a run. */
  readonly show: boolean;
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
      : `${instance.name}/`;
    for (
      const [output, { path, show }] of Object.entries(
        instance.stage.module.definition.outputs,
      )
    ) {
      list.push({
        instance: instance.name,
        output,
        path: `${folder}${path}`,
        show: show === true,
      });
    }
  }
  const sorted = [...list].sort((a, b) => a.path < b.path ? -1 : 1);
  for (const [index, later] of sorted.entries()) {
    const earlier = sorted[index - 1];
    if (
      earlier === undefined ||
      !(later.path === earlier.path ||
        later.path.startsWith(`${earlier.path}/`))
    ) continue;
    throw new PipelineError(
      "usage",
      `${pipeline.file}: Expected different published paths but found ${earlier.path} of ${earlier.instance} and ${later.path} of ${later.instance}`,
    );
  }
  return list;
}

/**
 * Copies an output to its published path, unless an equal one is there.
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
  },
): boolean {
  const manifest = record.outputs[entry.output];
  if (manifest === undefined) return false;
  const target = `${options.results}/${entry.path}`;
  if (isEqual(target, manifest)) return false;
  verifyOutputs([{ ...entry, record }], options);
  Deno.mkdirSync(dirname(target), { recursive: true });
  const draft = `${options.results}/.${
    basename(options.temp)
  }.${crypto.randomUUID()}.part`;
  try {
    placeManifest(options.folders, manifest, { path: draft, share: false });
    // A folder cannot be replaced by a rename, nor a file by a folder.
    if (manifest.type === "dir" || isFolder(target)) removeIfThere(target);
    Deno.renameSync(draft, target);
  } catch (error) {
    removeIfThere(draft);
    throw error;
  }
  return true;
}

function isEqual(path: string, manifest: Manifest): boolean {
  try {
    return manifestDigest(scanManifest(path)) === manifestDigest(manifest);
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.lstatSync(path).isDirectory;
  } catch {
    return false;
  }
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
