import { ifPossible } from "../../../../common/if_possible.ts";
import { exists, namesIn } from "../../../base/read_files.ts";
import { draftInside, isDraft } from "../../../beside/draft.ts";
import { manifestDigest, scanManifest } from "../../../cache/store/manifest.ts";
import {
  type ActionRecord,
  lookUp,
  outputDigest,
  readRecord,
  storedKeys,
} from "../../../cache/store/action_record.ts";
import type { Arguments, RunCommand } from "../command.ts";
import {
  type CacheFolders,
  cacheFolders,
} from "../../../cache/store/cache_folders.ts";
import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { placeManifest } from "../../../cache/store/place_manifest.ts";
import type { Project } from "../../../execution/plan/project.ts";
import { shownPath } from "../../../base/shown_path.ts";
import { verifyOutputs } from "../../../execution/job/stage_inputs.ts";
import { findRun } from "../../../cache/history/tags.ts";
import { readRuns } from "../../../cache/history/run_record.ts";
import { fileName, MOST_BYTES } from "../../../base/file_name.ts";
import { writeOut } from "../../terminal/write_out.ts";

/**
 * `checkout RESULT [RUN]`: copies the outputs of a result into a folder. The result is a key (or the start of one), or
 * an instance of a run.
 */
export const checkout: RunCommand = async (args, project) => {
  const folders = cacheFolders(project.cache);
  const [word = "", run = "last"] = args.words;
  const keys = /^[0-9a-f]{6,64}$/.test(word)
    ? storedKeys(folders).filter((key) => key.startsWith(word))
    : [findRun(folders, run).keys[word] ?? ""];
  const [key = ""] = keys;
  const record = keys.length === 1 && key !== ""
    ? readRecord(folders, key)
    : undefined;
  if (typeof record !== "object") {
    throw usageError(
      `Expected the key of a result or an instance of run ${run} but found ${word}${
        keys.length > 1 ? `, with which ${keys.length} keys start` : ""
      }`,
    );
  }
  const target = args.flags.to ??
    `${fileName(record.instance, MOST_BYTES - 9)}-${key.slice(0, 8)}`;
  const sound = await restoreDamaged(record, folders, { args, project });
  openTarget(target, sound);
  using draft = draftInside(target);
  for (const [output, manifest] of Object.entries(sound.outputs)) {
    const path = `${draft.path}/${output}`;
    placeManifest(folders, manifest, { path, share: false });
  }
  for (const output of Object.keys(sound.outputs)) {
    const path = `${target}/${output}`;
    // An earlier checkout, which was killed, may have moved this output already.
    if (!exists(path)) Deno.renameSync(`${draft.path}/${output}`, path);
  }
  writeOut(
    `wrote ${
      Object.keys(record.outputs).length
    } outputs of ${record.instance} to ${shownPath(target)}\n`,
  );
};

/**
 * Makes a folder for the outputs of a result. One that is there must be empty, but for what a killed checkout of the same
 * result left: a draft, and whole outputs.
 */
function openTarget(target: string, record: ActionRecord): void {
  try {
    Deno.mkdirSync(target, { recursive: true });
    const names = namesIn(target);
    const files = names.filter((name) => !isDraft(name));
    const unfinished = files.length < names.length &&
      files.every((name) => isWhole(target, name, record));
    if (files.length > 0 && !unfinished) throw new Deno.errors.AlreadyExists();
  } catch (error) {
    if (
      !(error instanceof Deno.errors.AlreadyExists ||
        error instanceof Deno.errors.NotADirectory)
    ) throw error;
    throw usageError(
      `Expected an empty folder for the outputs but found ${
        shownPath(target)
      }, which is not empty: choose another with --to`,
    );
  }
}

function isWhole(target: string, name: string, record: ActionRecord): boolean {
  return Object.hasOwn(record.outputs, name) &&
    // What cannot be scanned, such as a device, is no output.
    ifPossible(() => manifestDigest(scanManifest(`${target}/${name}`))) ===
      outputDigest(record, name);
}

/** Compares a result with its digests; a damaged one is made again by the pipeline file of a run that used it. */
async function restoreDamaged(
  record: ActionRecord,
  folders: CacheFolders,
  { args, project }: { readonly args: Arguments; readonly project: Project },
): Promise<ActionRecord> {
  const { instance, key } = record;
  try {
    verifyOutputs(
      Object.keys(record.outputs).map((output) => ({
        instance,
        output,
        record,
      })),
      { folders, checked: { good: new Set(), damaged: new Set() } },
    );
    return record;
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    const used = readRuns(folders).find(({ keys }) =>
      Object.values(keys).includes(key)
    );
    if (used === undefined) throw error;
    writeOut(`${error.message}; run ${used.file} makes it again\n`);
    const { run } = await import("../run/run.ts");
    const [name] = Object.entries(used.keys).find(([, own]) => own === key)!;
    const flags = { ...args.flags, until: [name] };
    const given = ["run", used.file, "--until", name];
    await run({ command: "run", words: [used.file], flags, given }, project);
    const found = lookUp(folders, key);
    if (!found.hit) throw error;
    return found.record;
  }
}
