import { assertEquals } from "@std/assert";
import { writeRecord } from "../../cache/store/action_record.ts";
import { blobPath } from "../../cache/store/blob_store.ts";
import {
  type CacheFolders,
  cacheFolders,
} from "../../cache/store/cache_folders.ts";
import { sha256 } from "../../base/digest.ts";
import { finishedSeries, thinned } from "./series.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

/** Stores an action with JSON outputs. */
function store(
  folders: CacheFolders,
  outputs: Record<string, unknown>,
): string {
  const key = "ab".repeat(32);
  const made = Object.entries(outputs).map(([name, value]) => {
    const text = JSON.stringify(value);
    const path = blobPath(folders, sha256(text));
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(path, text);
    const content = { sha256: sha256(text), size: text.length };
    return [name, { type: "file" as const, ...content, exec: false }] as const;
  });
  const record = { schema: 1 as const, key, instance: "a" };
  writeRecord(
    folders,
    { ...record, outputs: Object.fromEntries(made) },
    folders.temp,
  );
  return key;
}

Deno.test("finishedSeries() finds curves, lists and single numbers under short names", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const key = store(folders, {
    history: {
      seed: 3,
      epochs: [
        { epoch: 1, loss: 2, curvature: { top: 5, spectrum: [5, 1] } },
        { epoch: 2, loss: 1 },
        { epoch: 3, loss: 0.5, curvature: { top: 7, spectrum: [7, 1] } },
      ],
    },
    // the same names again, and a list of plain numbers
    other: { seed: 4, epochs: [{ loss: 9 }, { loss: 8 }], mean: [0.5, 0.4] },
    matrix: [[1, 2], [3, 4]],
    number: 6,
  });
  assertEquals(Object.fromEntries(finishedSeries(folders, key)), {
    seed: { kind: "value", steps: [0], values: [3] },
    loss: {
      kind: "curve",
      counted: true,
      steps: [0, 1, 2],
      values: [2, 1, 0.5],
    },
    "curvature.top": {
      kind: "curve",
      counted: true,
      steps: [0, 2],
      values: [5, 7],
    },
    "other seed": { kind: "value", steps: [0], values: [4] },
    "other epochs loss": {
      kind: "curve",
      counted: true,
      steps: [0, 1],
      values: [9, 8],
    },
    mean: { kind: "list", steps: [0, 1], values: [0.5, 0.4] },
    number: { kind: "value", steps: [0], values: [6] },
  });
  assertEquals(finishedSeries(folders, "cd".repeat(32)).size, 0);
});

Deno.test("thinned() keeps as many steps as a chart can show, and the last one", () => {
  const of = (length: number) => {
    const steps = Array.from({ length }, (_, step) => step);
    return thinned({ kind: "curve", steps, values: steps });
  };
  assertEquals(of(2000).steps.length, 2000);
  const { steps, values } = of(10_001);
  assertEquals(steps.length, 1667);
  assertEquals([steps.at(-1), values.at(-1)], [10_000, 10_000]);
});
