import { assertEquals } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { sha256 } from "../../base/digest.ts";
import { writeRecord } from "../store/action_record.ts";
import { blobPath } from "../store/blob_store.ts";
import { cacheFolders } from "../store/cache_folders.ts";
import { readHeadline } from "./read_headline.ts";

Deno.test("readHeadline() gives no number for a curve that ends in null, and leaves out what is null everywhere", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const text = JSON.stringify({
    epochs: [
      { loss: 2, accuracy: 0.1, gain: null },
      { loss: NaN, accuracy: 0.2, gain: null, top: 3 },
      { loss: NaN, accuracy: 0.3, gain: null },
    ],
    best: 0.3,
    stopped: null,
  });
  const digest = sha256(text);
  const path = blobPath(folders, digest);
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  Deno.writeTextFileSync(path, text);
  const key = "ab".repeat(32);
  const content = { sha256: digest, size: text.length, exec: false };
  writeRecord(folders, {
    schema: 1,
    key,
    instance: "a",
    outputs: { history: { type: "file", ...content } },
  }, folders.temp);
  assertEquals([...readHeadline(folders, key)], [
    ["loss", NaN],
    ["accuracy", 0.3],
    // Measured at some epochs only.
    ["top", 3],
    ["best", 0.3],
  ]);
});
