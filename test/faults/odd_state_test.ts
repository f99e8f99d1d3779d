// Files of the cache that are JSON, and yet not what a version of this program wrote.
import { assertEquals } from "@std/assert";
import { PipelineError } from "../../pipeline/base/pipeline_error.ts";
import { lockHolder } from "../../pipeline/base/lease.ts";
import { sealedText } from "../../pipeline/base/sealed_json.ts";
import { collectGarbage } from "../../pipeline/cache/history/collect_garbage.ts";
import { readJournal } from "../../pipeline/cache/history/journal.ts";
import { registeredRoots } from "../../pipeline/cache/history/registered_roots.ts";
import { recall, recallKey } from "../../pipeline/cache/history/remembered.ts";
import { readRuns } from "../../pipeline/cache/history/run_record.ts";
import { readTags } from "../../pipeline/cache/history/tags.ts";
import { lookUp } from "../../pipeline/cache/store/action_record.ts";
import { cacheFolders } from "../../pipeline/cache/store/cache_folders.ts";
import { verifyCache } from "../../pipeline/cache/store/verify_cache.ts";
import { readCurve } from "../../pipeline/execution/live/curve_file.ts";
import { readLiveRuns } from "../../pipeline/execution/live/live_run.ts";
import { tempFolder } from "../support/temp_folder.ts";

const KEY = "a".repeat(64);

/** Values of each type, alone and in the fields that the files have. */
const ODD: readonly unknown[] = [null, 0, "x", [], [null], {}];
const FIELDS: readonly Record<string, unknown>[] = [
  { schema: 1, key: KEY, instance: "a", outputs: {} },
  {
    schema: 1,
    key: KEY,
    instance: "a",
    outputs: { o: { type: "dir", entries: [null] } },
  },
  { id: "a", pipeline: "p", file: "f", time: "t", commit: null, keys: {} },
  { host: "h", folder: "/", run: "r", files: [], keys: [] },
  { stage: "s", code: "c", params: {}, inputs: {}, env: {}, toolchain: {} },
  {
    pipeline: "p",
    instance: "i",
    key: KEY,
    status: "done",
    seconds: 1,
    measures: {},
  },
  { pid: 2, host: "h", boot: "b", since: "s" },
  { step: 1, values: {} },
  {
    pipeline: "p",
    file: "f",
    began: 1,
    total: 1,
    counts: {},
    preparing: {},
    instances: [],
  },
];
const TEXTS: readonly string[] = [
  ...ODD.map((value) => JSON.stringify(value)),
  ...FIELDS.flatMap((fields) =>
    Object.keys(fields).flatMap((name) =>
      ODD.map((value) => JSON.stringify({ ...fields, [name]: value }))
    )
  ),
  sealedText({ schema: 1, key: KEY, outputs: null }),
  "[".repeat(100_000),
  '{"a":'.repeat(100_000),
];

Deno.test("no file of the cache, whatever JSON it holds, breaks what reads it", async () => {
  using folder = tempFolder();
  const folders = cacheFolders(folder.path);
  const { actions, runs, tags, roots, instances, parts, curves, temp } =
    folders;
  const paths = [
    `${actions}/${KEY}.json`,
    `${runs}/a.json`,
    `${tags}/t.json`,
    `${roots}/r.json`,
    `${instances}/p/i.json`,
    `${parts}/${KEY}.json`,
    `${curves}/${KEY}.jsonl`,
    `${temp}/x/live.json`,
    `${temp}/x.lock`,
    folders.journal,
  ];
  for (const path of paths) {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  }
  const quiet = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
    }
  };
  for (const text of TEXTS) {
    for (const path of paths) Deno.writeTextFileSync(path, text);
    try {
      quiet(() => lookUp(folders, KEY));
      quiet(() => readTags(folders));
      readRuns(folders);
      readJournal(folders.journal);
      recall(folders, "p", "i");
      recallKey(folders, KEY);
      readCurve(folders, KEY);
      lockHolder(`${temp}/x.lock`);
      readLiveRuns(folders, 0);
      const { keys, runs } = registeredRoots(folders, "/none");
      collectGarbage(folders, { keep: 1, keys, runs, remove: false });
      if (text.includes("outputs")) await verifyCache(folders, 1);
    } catch (error) {
      throw new Error(`Expected no error of ${text.slice(0, 200)}`, {
        cause: error,
      });
    }
  }
  assertEquals(TEXTS.length > 200, true);
});
