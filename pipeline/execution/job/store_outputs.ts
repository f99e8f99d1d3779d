import { dirname, relative } from "node:path";
import type { Action } from "../../cache/key/action.ts";
import {
  type ActionRecord,
  writeRecord,
} from "../../cache/store/action_record.ts";
import { moveBlobIn } from "../../cache/store/blob_store.ts";
import { copyArtifact } from "../../cache/store/copy_artifact.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { openModes } from "../../base/open_modes.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { type Manifest, scanManifest } from "../../cache/store/manifest.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";

/**
 * Moves the outputs of a finished stage into the store, blobs first, the record last.
 *
 * Throws a `PipelineError` of kind `failed` for a declared output that is missing or cannot be stored.
 *
 * @param options The cache, the folder of the outputs, a temporary folder, and a folder for copies: the outputs of a stage
 *   that starts processes are copied, as one that outlives it may hold them open.
 */
export function storeOutputs(
  instance: Instance,
  action: Action,
  options: {
    readonly folders: CacheFolders;
    readonly out: string;
    readonly temp: string;
    readonly copies?: string | undefined;
  },
): ActionRecord {
  const { folders, copies } = options;
  // Files in a read-only folder cannot be moved.
  openModes(options.out);
  const outputs: Record<string, Manifest> = {};
  const declared = Object.entries(instance.stage.module.definition.outputs);
  const out = copies ?? options.out;
  for (const [name, { path }] of declared) {
    outputs[name] = scanOutput(name, path, options);
  }
  for (const [name, { path }] of declared) {
    const manifest = outputs[name];
    if (manifest?.type === "file") {
      moveBlobIn(folders, `${out}/${path}`, manifest);
    }
    if (manifest?.type !== "dir") continue;
    for (const entry of manifest.entries) {
      if (entry.type === "file") {
        moveBlobIn(folders, `${out}/${path}/${entry.path}`, entry);
      }
    }
  }
  const record: ActionRecord = {
    schema: 1,
    key: action.key,
    instance: instance.name,
    outputs,
  };
  writeRecord(folders, record, options.temp);
  return record;
}

function scanOutput(
  name: string,
  path: string,
  { out, copies }: {
    readonly out: string;
    readonly copies?: string | undefined;
  },
): Manifest {
  try {
    // A stage may have replaced a folder above its output by a link, through which other files would be moved away.
    const [work, folder] = [dirname(out), dirname(`${out}/${path}`)];
    const real = relative(Deno.realPathSync(work), Deno.realPathSync(folder));
    if (real !== relative(work, folder)) {
      throw new TypeError(
        `Expected output ${name} in a folder of the stage but found a link in ${path}`,
      );
    }
    if (copies === undefined) return scanManifest(`${out}/${path}`);
    copyArtifact(`${out}/${path}`, `${copies}/${path}`);
    return scanManifest(`${copies}/${path}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new PipelineError(
        "failed",
        `the stage did not write its output ${name} to ${path}`,
      );
    }
    if (error instanceof TypeError) {
      throw new PipelineError("failed", error.message);
    }
    throw error;
  }
}
