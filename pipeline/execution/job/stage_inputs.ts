import type { ActionRecord } from "../../cache/store/action_record.ts";
import {
  quarantineBlob,
  sealBlob,
  verifyBlob,
} from "../../cache/store/blob_store.ts";
import type { CacheFolders } from "../../cache/store/cache_folders.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { manifestBlobs } from "../../cache/store/manifest.ts";
import type { InputMember, Instance } from "../../definition/graph/pipeline.ts";
import { placeManifest } from "../../cache/store/place_manifest.ts";
import type { Member } from "../../stage.ts";
import type { StageRequest } from "./stage_request.ts";

/** Source and target of inputs. */
export interface InputOptions {
  readonly folders: CacheFolders;
  /** Records of the needed instances. */
  readonly records: ReadonlyMap<string, ActionRecord>;
  readonly target: string;
  /** True if inputs may be hard links to the store. */
  readonly share: boolean;
  readonly checked: BlobChecks;
}

/** Digests of blobs whose content was compared with them, so that a run reads each blob once. */
export interface BlobChecks {
  readonly good: Set<string>;
  /** Blobs that went to quarantine. */
  readonly damaged: Set<string>;
}

/**
 * Prepares the inputs of an instance in its private folder, after a check of their content.
 *
 * Throws a `PipelineError` of kind `damaged` for damaged blobs, which go to quarantine.
 *
 * @param options Cache, records and target folder.
 * @returns Paths for the request.
 */
export function prepareInputs(
  instance: Instance,
  options: InputOptions,
): Pick<StageRequest, "inputs" | "members"> {
  verifyOutputs(
    instance.inputs.flatMap(({ members }) =>
      members.map((member) => ({ ...member, record: made(member, options) }))
    ),
    options,
  );
  const inputs: Record<string, string> = {};
  const members: Record<string, Member[]> = {};
  const { definition } = instance.stage.module;
  const named = definition.graph === true;
  for (const [name, { many }] of Object.entries(definition.inputs)) {
    if (many === true) members[name] = [];
  }
  for (const input of instance.inputs) {
    const list = input.members.map((member, index) => {
      // Numbers, not names: a stage must not depend on what instances are called.
      const folder = input.many
        ? `${input.name}/${String(index).padStart(4, "0")}`
        : input.name;
      const path = `${options.target}/${folder}/${member.file}`;
      const manifest = made(member, options).outputs[member.output]!;
      placeManifest(options.folders, manifest, { path, share: options.share });
      const { point, instance: producer, output } = member;
      return {
        path,
        point,
        ...(named ? { origin: { instance: producer, output } } : {}),
      };
    });
    const [single] = list;
    if (input.many) members[input.name] = list;
    else if (single !== undefined) inputs[input.name] = single.path;
  }
  return { inputs, members };
}

function made(
  { instance, output }: InputMember,
  { records }: Pick<InputOptions, "records">,
): ActionRecord {
  const record = records.get(instance);
  if (record?.outputs[output] === undefined) {
    throw new RangeError(`output ${output} of ${instance} has no record`);
  }
  return record;
}

/**
 * Makes inputs that are files of the store read-only again: Landlock protects the content of a file, but not its mode.
 */
export function sealInputs(
  instance: Instance,
  options: Pick<InputOptions, "folders" | "records">,
): void {
  for (const member of instance.inputs.flatMap(({ members }) => members)) {
    const manifest = made(member, options).outputs[member.output]!;
    for (const { sha256 } of manifestBlobs(manifest)) {
      sealBlob(options.folders, sha256);
    }
  }
}

/**
 * Compares the blobs of outputs with their digests. All damaged ones go to quarantine, so that what made them is a miss.
 *
 * Throws a `PipelineError` of kind `damaged` that names the first one and its action.
 */
export function verifyOutputs(
  outputs: readonly {
    readonly instance: string;
    readonly output: string;
    readonly record: ActionRecord;
  }[],
  { folders, checked: { good, damaged } }: Pick<
    InputOptions,
    "folders" | "checked"
  >,
): void {
  const found: string[] = [];
  for (const { instance, output, record } of outputs) {
    const manifest = record.outputs[output];
    for (const blob of manifest === undefined ? [] : manifestBlobs(manifest)) {
      if (good.has(blob.sha256)) continue;
      const state = verifyBlob(folders, blob);
      if (state === "good") {
        good.add(blob.sha256);
        continue;
      }
      quarantineBlob(folders, blob.sha256);
      damaged.add(blob.sha256);
      found.push(
        `blob sha256:${blob.sha256} (output ${output} of ${instance}, action ${record.key}) is ${state}`,
      );
    }
  }
  if (found.length === 0) return;
  const more = found.length > 1 ? ` and ${found.length - 1} more` : "";
  throw new PipelineError(
    "damaged",
    `${found[0]}${more}: moved to the quarantine`,
  );
}
