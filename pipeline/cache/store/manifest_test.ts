import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { manifestBlobs, manifestDigest, scanManifest } from "./manifest.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

function inFolder(body: (folder: string) => void): void {
  using folder = tempFolder();
  body(folder.path);
}

Deno.test("scanManifest() records types, links, the exec bit and empty folders, sorted", () => {
  inFolder((folder) => {
    Deno.mkdirSync(`${folder}/b/empty`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/b/run`, "x", { mode: 0o755 });
    Deno.writeTextFileSync(`${folder}/a`, "y");
    Deno.symlinkSync("../a", `${folder}/b/link`);
    const manifest = scanManifest(folder);
    assertEquals(
      manifest.type === "dir" && manifest.entries.map((e) => [e.path, e.type]),
      [
        ["a", "file"],
        ["b", "dir"],
        ["b/empty", "dir"],
        ["b/link", "link"],
        ["b/run", "file"],
      ],
    );
    assertEquals(manifestBlobs(manifest).map((blob) => blob.exec), [
      false,
      true,
    ]);
    const before = manifestDigest(manifest);
    Deno.chmodSync(`${folder}/b/run`, 0o644);
    assertNotEquals(manifestDigest(scanManifest(folder)), before);
  });
});

Deno.test("scanManifest() does not depend on where a folder lies nor on times", () => {
  inFolder((one) =>
    inFolder((two) => {
      for (const folder of [one, two]) {
        Deno.writeTextFileSync(`${folder}/a`, "y");
      }
      Deno.utimeSync(`${two}/a`, 1, 1);
      assertEquals(scanManifest(one), scanManifest(two));
    })
  );
});

for (const target of ["/etc/passwd", "../outside", "a/../../x"]) {
  Deno.test(`scanManifest() refuses a link to ${target}`, () => {
    inFolder((folder) => {
      Deno.symlinkSync(target, `${folder}/link`);
      assertThrows(() => scanManifest(folder), TypeError, target);
    });
  });
}
