import { sha256 } from "../../base/digest.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { type ActionRecord, readRecord } from "../store/action_record.ts";
import { blobPath } from "../store/blob_store.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import type { FileContent } from "../store/manifest.ts";
import { exists } from "../../base/read_files.ts";
import { numericLeaves, parseTolerant } from "../../base/tolerant_json.ts";

/** Bytes. Larger files are data, not metrics. */
export const LARGEST_METRICS = 4 * 2 ** 20;

/** Takes the damage of an output by its name, and decides whether the others are read. */
export type OnDamage = (output: string, error: PipelineError) => void;

/**
 * Numbers in the JSON outputs of an action by output, file and path: `metrics test_error`, `folder/log.json loss.3`.
 *
 * Throws a `PipelineError` of kind `damaged` for a damaged output, unless told otherwise.
 *
 * @param onDamage Called for each damaged output, whose numbers are left out.
 * @param options `isWanted`: chooses outputs by their names, by default all; `onNull`: called with the name of each `null`,
 * which then is NaN, where nulls are left out by default.
 * @returns The numbers; none for an action that is not in the cache.
 */
export function outputNumbers(
  folders: CacheFolders,
  key: string,
  onDamage: OnDamage = (_output, error) => {
    throw error;
  },
  { isWanted = () => true, onNull }: {
    readonly isWanted?: ((output: string) => boolean) | undefined;
    readonly onNull?: (name: string) => void;
  } = {},
): Map<string, number> {
  const record = readRecord(folders, key);
  const numbers = new Map<string, number>();
  if (typeof record !== "object") return numbers;
  for (const [name, content] of recordFiles(record)) {
    if (!isWanted(name.split("/", 1).join())) continue;
    try {
      const named = (path: string) => path === "" ? name : `${name} ${path}`;
      const absent = onNull && ((path: string) => {
        onNull(named(path));
        return NaN;
      });
      for (const [path, number] of fileNumbers(folders, content, absent)) {
        numbers.set(named(path), number);
      }
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      onDamage(name, error);
    }
  }
  return numbers;
}

/** Output files of an action by name: `output`, or `output/path` inside a folder. */
export function recordFiles(record: ActionRecord): Map<string, FileContent> {
  return new Map(
    Object.entries(record.outputs).flatMap(([output, manifest]) =>
      manifest.type === "file"
        ? [[output, manifest] as const]
        : manifest.entries.flatMap((entry) =>
          entry.type === "file"
            ? [[`${output}/${entry.path}`, entry] as const]
            : []
        )
    ),
  );
}

/**
 * Numbers of a JSON blob by path; none for other blobs.
 *
 * Throws a `PipelineError` of kind `damaged` for a blob of other content than its digest says.
 *
 * @param absent What `null` counts as, or what gives it for a path; it is left out by default.
 */
export function fileNumbers(
  folders: CacheFolders,
  content: FileContent,
  absent?: number | ((path: string) => number),
): Map<string, number> {
  if (content.size > LARGEST_METRICS) return new Map();
  const path = blobPath(folders, content.sha256);
  if (!exists(path)) return new Map();
  const bytes = Deno.readFileSync(path);
  if (sha256(bytes) !== content.sha256) {
    throw new PipelineError(
      "damaged",
      `blob sha256:${content.sha256} is damaged: verify moves it to the quarantine, and a run makes it again`,
    );
  }
  try {
    const text = new TextDecoder().decode(bytes);
    return /^\s*[[{0-9N"I-]/.test(text)
      ? numericLeaves(parseTolerant(text), absent)
      : new Map();
  } catch {
    // No JSON.
    return new Map();
  }
}
