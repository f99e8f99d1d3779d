import { assertEquals, assertThrows } from "@std/assert";
import { cacheFolders } from "./cache_folders.ts";
import { leavingLink } from "./leaving_link.ts";
import { type FolderEntry, scanManifest } from "./manifest.ts";
import { placeManifest } from "./place_manifest.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

/** Entries of folders `d`, `d/e`, a file `f`, a link `up` from `d/e` to the root, and more links. */
function entries(links: Readonly<Record<string, string>>): FolderEntry[] {
  return [
    { type: "dir", path: "d" },
    { type: "dir", path: "d/e" },
    { type: "link", path: "d/e/up", target: "../.." },
    { type: "file", path: "f", sha256: "0".repeat(64), size: 0, exec: false },
    ...Object.entries(links).map(([path, target]) =>
      ({ type: "link", path, target }) as const
    ),
  ];
}

for (
  const [path, target] of [
    ["m", "f"],
    ["m", "d/e/../e/up"],
    ["m", "d/e/up/f"],
    ["d/m", "../d/./e"],
    ["d/m", "../nowhere"],
    ["m", "."],
    ["m", "..f"],
  ] as const
) {
  Deno.test(`leavingLink() accepts ${path} -> ${target}`, () => {
    assertEquals(leavingLink(entries({ [path]: target })), undefined);
  });
}

for (
  const [path, target] of [
    ["m", ".."],
    ["m", "/f"],
    ["d/m", "../../f"],
    ["m", "d/e/up/.."],
    ["m", "d/e/up/d/../../f"],
    ["m", "d/e/up/../../../../etc/passwd"],
    ["m", "nowhere/../f"],
    ["m", "f/../.."],
    // On a disk that ignores case, this is the link d/e/up.
    ["m", "d/e/UP/../.."],
  ] as const
) {
  Deno.test(`leavingLink() refuses ${path} -> ${target}`, () => {
    const fault = leavingLink(entries({ [path]: target }));
    assertEquals(fault?.endsWith(`but found ${target} in ${path}`), true);
  });
}

Deno.test("scanManifest() and placeManifest() refuse a link that leads out by way of another one", () => {
  using folder = tempFolder();
  const root = `${folder.path}/a`;
  Deno.mkdirSync(`${root}/d/e`, { recursive: true });
  Deno.symlinkSync("../..", `${root}/d/e/up`);
  const sound = scanManifest(root);
  Deno.symlinkSync("d/e/up/../../etc/passwd", `${root}/m`);
  const message = "Expected a link inside the artifact but found d/e/up";
  assertThrows(() => scanManifest(root), TypeError, message);
  if (sound.type !== "dir") throw new TypeError("Expected a folder");
  const target = "d/e/up/../../etc/passwd";
  const manifest = {
    ...sound,
    entries: [...sound.entries, { type: "link", path: "m", target } as const],
  };
  const path = `${folder.path}/placed`;
  assertThrows(
    () =>
      placeManifest(cacheFolders(`${folder.path}/cache`), manifest, {
        path,
        share: false,
      }),
    PipelineError,
    message,
  );
  assertThrows(() => Deno.lstatSync(path), Deno.errors.NotFound);
});
