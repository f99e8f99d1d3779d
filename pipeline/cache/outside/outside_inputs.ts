import { basename, dirname } from "node:path";
import { z } from "zod";
import { canonicalJson } from "../../base/canonical_json.ts";
import { hashFileSync } from "../../base/digest.ts";
import { exists } from "../../base/read_files.ts";
import { readIfSound, TEXT_MAP } from "../../base/sealed_json.ts";
import type { Instance } from "../../definition/graph/pipeline.ts";
import type {
  FileHash,
  ListOutside,
  OutsideFiles,
  OutsideInput,
} from "../../stage.ts";
import { listingChanges } from "./listing_changes.ts";
import {
  type FileMemory,
  save,
  seeFiles,
  type SeenFiles,
} from "./remembered_files.ts";

/** A file or folder of the user that is not what a parameter says. */
export interface OutsideChange {
  readonly input: OutsideInput;
  /** Digest that the parameter holds; undefined without one. */
  readonly expected: string | undefined;
  /** Digest of what is there; undefined if it cannot be used. */
  readonly found: string | undefined;
  /** One line: `the folder /home/me/pets changed: 1 image more`. */
  readonly reason: string;
  /** One line with both digests, or what is wrong with the content. */
  readonly message: string;
}

/** Options of one look. */
export interface LookOptions {
  /** Called while files are read that are new or have changed. */
  readonly onRead?: (
    path: string,
    done: number,
    total: number,
  ) => void | Promise<void>;
}

/**
 * Looks at the files and folders of the user that an instance reads outside of the cache.
 *
 * @returns Those that are not what their parameters say. One that is not there is left out: its digest stands for it.
 */
export type OutsideReader = (
  instance: Instance,
  options?: LookOptions,
) => Promise<readonly OutsideChange[]>;

/** What was found at a path. */
interface Look {
  readonly files: OutsideFiles | undefined;
  /** Digest of the file, or listing of the folder. */
  readonly digest: string;
  readonly seen: SeenFiles;
}

const LISTING = z.object({ files: TEXT_MAP });
const NONE: readonly OutsideChange[] = [];

/** Makes a reader that looks at each path once. */
export function outsideReader(memory: FileMemory): OutsideReader {
  const looks = new Map<string, Promise<Look | Error | undefined>>();
  return async (instance, options = {}) => {
    const { outside } = instance.stage.module.definition;
    if (outside === undefined) return NONE;
    const changes: OutsideChange[] = [];
    for (
      const input of outside(instance.params, instance.parts?.loaded ?? {})
    ) {
      const { path, list = null, options: chosen = null } = input;
      const { algorithm } = hashOf(input) ?? {};
      const place = canonicalJson([path, list, chosen].concat(
        algorithm === undefined || algorithm === "sha256" ? [] : algorithm,
      ));
      const look = await looks.getOrInsertComputed(
        place,
        () => lookAt(input, place, { ...memory, ...options }),
      );
      const change = look && compare(input, look, { instance, memory });
      if (change !== undefined) changes.push(change);
    }
    return changes;
  };
}

async function lookAt(
  input: OutsideInput,
  place: string,
  { onRead, ...memory }: FileMemory & LookOptions,
): Promise<Look | Error | undefined> {
  const { path, list, options } = input;
  if (!exists(path)) return undefined;
  try {
    if (list === undefined) {
      const name = basename(path);
      const { algorithm = "sha256" } = hashOf(input) ?? {};
      const seen = await seeFiles({
        place,
        folder: dirname(path),
        names: [name],
        onRead: onRead && (() => onRead(path, 0, 1)),
        digest: (file) => hashFileSync(file, algorithm).hex,
      }, memory);
      return { files: undefined, digest: seen.digests()[name]!, seen };
    }
    const { listOutside } = await import(list) as {
      listOutside: ListOutside;
    };
    const files = await listOutside(path, options);
    const names = files.files;
    const seen = await seeFiles({
      place,
      folder: path,
      names,
      onRead: onRead && ((done) => onRead(path, done, names.length)),
    }, memory);
    return { files, digest: seen.listing, seen };
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function compare(
  input: OutsideInput,
  look: Look | Error,
  { instance, memory }: { instance: Instance; memory: FileMemory },
): OutsideChange | undefined {
  const hash = hashOf(input);
  const { path } = input;
  if (hash !== undefined) return compareFile(input, look, hash);
  const keys = input.digest as readonly string[];
  const expected = textAt(instance.params, keys);
  const what = input.list === undefined ? "file" : "folder";
  const refused = (error: Error): OutsideChange => ({
    input,
    expected,
    found: undefined,
    reason: `the ${what} ${path} cannot be used: ${error.message}`,
    message: error.message,
  });
  if (look instanceof Error) return refused(look);
  const { digest, files, seen } = look;
  if (digest === expected) {
    const known = snapshotPath(memory, digest);
    if (files !== undefined && !exists(known)) {
      save(known, { files: seen.digests() }, memory);
    }
    return undefined;
  }
  try {
    files?.check?.();
  } catch (error) {
    if (error instanceof Error) return refused(error);
    throw error;
  }
  const noun = files?.noun ?? "file";
  const wanted = expected ?? `with the digest of the ${noun}s`;
  const count = files === undefined
    ? ""
    : ` (${files.count} ${noun}${files.count === 1 ? "" : "s"})`;
  const message = `Expected ${
    keys.at(-1)
  }: ${wanted} but found ${digest}${count} in ${path}`;
  const before = expected === undefined || files === undefined
    ? undefined
    : readIfSound(snapshotPath(memory, expected), LISTING);
  const reason = expected === undefined
    ? `the ${what} ${path} is not in the key yet`
    : before === undefined
    ? `the ${what} ${path} is not what ${keys.at(-1)} says`
    : `the ${what} ${path} changed: ${
      listingChanges(before.files, seen.digests(), noun)
    }`;
  return {
    input,
    expected,
    found: digest,
    reason,
    message: before === undefined ? message : `${reason}. ${message}`,
  };
}

/** The digest of a file that a module names; undefined where a parameter holds it. */
function hashOf({ digest }: OutsideInput): FileHash | undefined {
  return "hex" in digest ? digest : undefined;
}

/** Says that a file is not what a module says. There is no digest to accept: the user's code holds it. */
function compareFile(
  input: OutsideInput,
  look: Look | Error,
  { algorithm, hex, module }: FileHash,
): OutsideChange | undefined {
  const { path } = input;
  const found = look instanceof Error ? undefined : look.digest;
  if (found === hex) return undefined;
  const reason = `the file ${path} is not what ${module} says`;
  return {
    input,
    expected: hex,
    found: undefined,
    reason,
    message: look instanceof Error
      ? look.message
      : `${reason}. Expected ${algorithm} ${hex} but found ${found}: write it into ${module}`,
  };
}

function snapshotPath({ folder }: FileMemory, digest: string): string {
  return `${folder}/listings/${digest}.json`;
}

/** Text at a path of keys; undefined for anything else. */
function textAt(value: unknown, path: readonly string[]): string | undefined {
  let found = value;
  for (const step of path) {
    found = typeof found === "object" && found !== null
      ? (found as Record<string, unknown>)[step]
      : undefined;
  }
  return typeof found === "string" ? found : undefined;
}
