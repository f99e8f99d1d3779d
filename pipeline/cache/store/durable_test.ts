// The order in which results reach the disk, so that a power failure leaves no record without its blobs.
import { assertEquals } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { sha256File } from "../../base/digest.ts";
import { writeRecord } from "./action_record.ts";
import { moveBlobIn } from "./blob_store.ts";
import { cacheFolders } from "./cache_folders.ts";

/** Names of files and folders below a folder in the order in which they are synced and renamed. */
function traced(root: string, work: () => void): string[] {
  const steps: string[] = [];
  const { openSync, renameSync } = Deno;
  Deno.openSync = (path, options) => {
    const file = openSync(path, options);
    const sync = file.syncSync.bind(file);
    file.syncSync = () => {
      steps.push(`sync ${String(path).replace(root, "")}`);
      sync();
    };
    return file;
  };
  Deno.renameSync = (from, to) => {
    steps.push(`rename ${String(to).replace(root, "")}`);
    renameSync(from, to);
  };
  try {
    work();
    return steps;
  } finally {
    Object.assign(Deno, { openSync, renameSync });
  }
}

Deno.test("a blob, its folders, the record and its folder are synced in this order", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const path = `${root.path}/made`;
  Deno.writeTextFileSync(path, "text");
  const content = { ...sha256File(path), exec: false };
  const { sha256 } = content;
  const shard = `/cas/sha256/${sha256.slice(0, 2)}`;
  const key = "0".repeat(64);
  const outputs = { o: { type: "file", ...content } as const };
  const steps = traced(root.path, () => {
    moveBlobIn(folders, path, content);
    writeRecord(
      folders,
      { schema: 1, key, instance: "a", outputs },
      folders.temp,
    );
  });
  assertEquals(steps.filter((step) => !step.startsWith("sync /tmp/")), [
    "sync /made",
    `rename ${shard}/${sha256}`,
    `sync ${shard}`,
    "sync /cas/sha256",
    `rename /ac/${key}.json`,
    "sync /ac",
  ]);
});
