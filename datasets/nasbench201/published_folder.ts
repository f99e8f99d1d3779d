import { createHash } from "node:crypto";
import { join } from "node:path";
import { bunzip2 } from "../archive/bunzip2.ts";
import { readPickle } from "../formats/pickle.ts";
import {
  type PickleDict,
  pickleRefuser,
  type PickleValue,
} from "../formats/pickle_values.ts";
import { entryResults } from "./published_entry.ts";
import type { TableResult } from "./table_result.ts";

/** Name of the file that lists the architectures. */
const META = "meta.pickle.pbz2";
const ENTRY = /^(\d{6})\.pickle\.pbz2$/;
/** Most bytes of a file; those of the published tables have 0.1 MB at most. */
export const MOST_PACKED = 1 << 23;
/** Most bytes of the pickle in a file; those of the published tables have 1.4 MB at most. */
export const MOST_UNPACKED = 1 << 24;

/** Files of a folder in the form of `NATS-tss-v1_0-3ffb9-simple`. */
export interface PublishedFiles {
  /** Names of the files of architectures and of `meta.pickle.pbz2`, sorted. */
  readonly files: readonly string[];
  /** Number of other files, which are not read. */
  readonly others: number;
}

/**
 * Lists the files of a published table.
 *
 * @throws {RangeError} If the list of architectures or every architecture is missing.
 */
export async function publishedFiles(folder: string): Promise<PublishedFiles> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  const files = names.filter((name) => name === META || ENTRY.test(name))
    .sort();
  if (!files.includes(META)) {
    throw new RangeError(`${META} not found in ${folder}`);
  }
  if (files.length === 1) {
    throw new RangeError(
      `Expected files of architectures, 000000.pickle.pbz2 and so on, but found none in ${folder}`,
    );
  }
  return { files, others: names.length - files.length };
}

/** A file of a published table: its name, the SHA-256 of its bytes, and what it says of an architecture. */
export interface PublishedEntry {
  readonly name: string;
  readonly sha256: string;
  readonly results: readonly TableResult[];
}

async function readPublished(
  folder: string,
  name: string,
): Promise<{ value: PickleValue; sha256: string; place: string }> {
  const place = join(folder, name);
  const { size } = await Deno.stat(place);
  if (size > MOST_PACKED) {
    throw new RangeError(
      `Expected at most ${MOST_PACKED} bytes but found ${size} in ${place}`,
    );
  }
  const bytes = await Deno.readFile(place);
  const pickle = bunzip2(bytes, { most: MOST_UNPACKED, place });
  return {
    value: readPickle(pickle, `the pickle in ${place}`),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    place,
  };
}

/** Makes sure that the list of architectures is the published one, by which the files are numbered. */
function checkMeta(
  meta: PickleValue,
  architectures: ReadonlyMap<string, number>,
  place: string,
): void {
  const listed = meta instanceof Map
    ? (meta as PickleDict).get("meta_archs")
    : meta;
  const fail = pickleRefuser(place);
  if (!Array.isArray(listed)) return fail("a list meta_archs", listed);
  if (listed.length !== architectures.size) {
    fail(`${architectures.size} architectures`, listed.length);
  }
  for (const [architecture, index] of architectures) {
    if (listed[index] !== architecture) {
      fail(
        `the published order, with ${architecture} at the index ${index},`,
        listed[index],
      );
    }
  }
}

/**
 * Reads a published table, a file at a time. Nothing of it is run: see `readPickle()`. Architectures may be missing.
 *
 * @param files Their names, by {@linkcode publishedFiles}.
 * @param architectures Index of each architecture in the published order.
 * @throws {SyntaxError} At the first file that is not as published: expected, found, file, and byte where it is damaged.
 */
export async function* readPublishedFolder(
  folder: string,
  { files, architectures }: {
    readonly files: readonly string[];
    readonly architectures: ReadonlyMap<string, number>;
  },
): AsyncGenerator<PublishedEntry> {
  const order = [...architectures.keys()];
  const meta = await readPublished(folder, META);
  checkMeta(meta.value, architectures, meta.place);
  for (const name of files) {
    if (name === META) {
      yield { name, sha256: meta.sha256, results: [] };
      continue;
    }
    const index = Number(ENTRY.exec(name)![1]);
    const architecture = order[index];
    if (architecture === undefined) {
      throw new RangeError(
        `Expected an index from 0 to ${
          order.length - 1
        } but found ${name} in ${folder}`,
      );
    }
    const { value, sha256, place } = await readPublished(folder, name);
    const results = entryResults(value, {
      architecture,
      architectures,
      place,
    });
    yield { name, sha256, results };
  }
}
