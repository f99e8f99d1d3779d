import type { ActionRecord } from "../../cache/store/action_record.ts";
import { quarantineBlob, verifyBlob } from "../../cache/store/blob_store.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { manifestBlobs } from "../../cache/store/manifest.ts";
import type { InputMember, Instance } from "../../definition/graph/pipeline.ts";
import { placeManifest } from "../../cache/store/place_manifest.ts";
import type { StageRequest } from "./stage_request.ts";

/** Source and target of inputs. */
export interface InputOptions {
  readonly folders: CacheFolders;
  /** Records of the needed instances. */
  readonly records: ReadonlyMap<string, ActionRecord>;
  readonly target: string;
  /** Digests whose content was checked in this run. */
  readonly verified: Set<string>;
}

/**
 * Prepares the inputs of an instance in its private folder, after a check of their content.
 *
 * Throws a `PipelineError` of kind `damaged` for a damaged blob, which goes to quarantine.
 *
 * @param options Cache, records and target folder.
 * @returns Paths for the request.
 */
export function prepareInputs(
  instance: Instance,
  options: InputOptions,
): Pick<StageRequest, "inputs" | "members"> {
  const inputs: Record<string, string> = {};
  const members: Record<
    string,
    { path: string; point: InputMember["point"] }[]
  > = {};
  for (const input of instance.inputs) {
    const list = input.members.map((member, index) => {
      // Numbers, not names: a stage must not depend on what instances are called.
      const folder = input.many
        ? `${input.name}/${String(index).padStart(4, "0")}`
        : input.name;
      const path = `${options.target}/${folder}/${member.file}`;
      prepareMember(member, path, options);
      return { path, point: member.point };
    });
    const [single] = list;
    if (input.many) members[input.name] = list;
    else if (single !== undefined) inputs[input.name] = single.path;
  }
  return { inputs, members };
}

function prepareMember(
  member: InputMember,
  path: string,
  options: InputOptions,
): void {
  const record = options.records.get(member.instance);
  const manifest = record?.outputs[member.output];
  if (record === undefined || manifest === undefined) {
    throw new RangeError(
      `output ${member.output} of ${member.instance} has no record`,
    );
  }
  verifyOutput(record, member.output, {
    ...options,
    instance: member.instance,
  });
  placeManifest(options.folders, manifest, { path, share: true });
}

/**
 * Compares the blobs of an output with their digests, once in a run.
 *
 * @param record Record of the action that made it.
 * @param options The cache; the instance for the message.
 */
export function verifyOutput(
  record: ActionRecord,
  output: string,
  options: {
    readonly folders: CacheFolders;
    readonly verified: Set<string>;
    readonly instance: string;
  },
): void {
  const manifest = record.outputs[output];
  for (const blob of manifest === undefined ? [] : manifestBlobs(manifest)) {
    if (options.verified.has(blob.sha256)) continue;
    const state = verifyBlob(options.folders, blob);
    if (state !== "good") {
      quarantineBlob(options.folders, blob.sha256);
      throw new PipelineError(
        "damaged",
        `blob sha256:${blob.sha256} (output ${output} of ${options.instance}, action ${record.key}) is ${state}: it was moved to the quarantine, run again to restore it`,
      );
    }
    options.verified.add(blob.sha256);
  }
}
