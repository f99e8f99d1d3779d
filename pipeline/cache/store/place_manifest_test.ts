import { assertEquals, assertThrows } from "@std/assert";
import {
  blobPath,
  moveBlobIn,
  quarantineBlob,
  verifyBlob,
} from "./blob_store.ts";
import { type CacheFolders, cacheFolders } from "./cache_folders.ts";
import { manifestBlobs, scanManifest } from "./manifest.ts";
import { placeManifest } from "./place_manifest.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

function withCache(body: (folder: string, cache: CacheFolders) => void): void {
  using folder = tempFolder();
  body(folder.path, cacheFolders(`${folder.path}/cache`));
}

Deno.test("placeManifest() restores a stored folder: types, links, exec bits, empty folders", () => {
  withCache((folder, cache) => {
    Deno.mkdirSync(`${folder}/a/empty`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/a/run`, "x", { mode: 0o755 });
    Deno.writeTextFileSync(`${folder}/a/text`, "y");
    Deno.symlinkSync("text", `${folder}/a/link`);
    const manifest = scanManifest(`${folder}/a`);
    if (manifest.type !== "dir") throw new TypeError("Expected a folder");
    for (const entry of manifest.entries) {
      if (entry.type === "file") {
        moveBlobIn(cache, `${folder}/a/${entry.path}`, entry);
      }
    }
    for (const share of [true, false]) {
      const path = `${folder}/placed_${share}`;
      placeManifest(cache, manifest, { path, share });
      assertEquals(scanManifest(path), manifest);
    }
    // A published copy is the user's own: writing to it must not reach the store.
    Deno.writeTextFileSync(`${folder}/placed_false/text`, "changed");
    for (const blob of manifestBlobs(manifest)) {
      assertEquals(verifyBlob(cache, blob), "good");
    }
  });
});

Deno.test("moveBlobIn() stores read-only, keeps one copy and replaces a damaged one", () => {
  withCache((folder, cache) => {
    const store = () => {
      Deno.writeTextFileSync(`${folder}/a`, "text");
      const manifest = scanManifest(`${folder}/a`);
      if (manifest.type !== "file") throw new TypeError("Expected a file");
      moveBlobIn(cache, `${folder}/a`, manifest);
      assertThrows(() => Deno.statSync(`${folder}/a`), Deno.errors.NotFound);
      return manifest;
    };
    const content = store();
    const path = blobPath(cache, content.sha256);
    assertEquals((Deno.statSync(path).mode ?? 0) & 0o777, 0o444);
    Deno.chmodSync(path, 0o644);
    Deno.writeTextFileSync(path, "longer text");
    assertEquals(verifyBlob(cache, content), "damaged");
    store();
    assertEquals(verifyBlob(cache, content), "good");
    quarantineBlob(cache, content.sha256);
    assertEquals(verifyBlob(cache, content), "missing");
  });
});
