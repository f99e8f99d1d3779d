import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { installFolder, withFolderLock } from "./install.ts";
import { LibraryError } from "../library/library_error.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name))
    .sort();
}

Deno.test("installFolder() shows a folder only when it is complete", async () => {
  using parent = tempFolder();
  await Deno.mkdir(join(parent.path, ".partial-of-a-killed-process"));
  const target = await installFolder(
    parent.path,
    "1.0",
    async (content, scratch) => {
      assertEquals((await names(parent.path)).includes("1.0"), false);
      await Deno.writeTextFile(join(scratch, "wheel"), "x");
      await Deno.writeTextFile(join(content, "library"), "y");
    },
  );
  assertEquals([await names(parent.path), await names(target)], [["1.0"], [
    "library",
  ]]);
});

Deno.test("installFolder() leaves nothing behind when it fails, and the old folder as it was", async () => {
  using parent = tempFolder();
  await Deno.mkdir(join(parent.path, "1.0"));
  await assertRejects(
    () =>
      installFolder(
        parent.path,
        "1.0",
        () => Promise.reject(new Error("the disk is gone")),
      ),
    LibraryError,
    "the disk is gone",
  );
  assertEquals(await names(parent.path), ["1.0"]);
});

Deno.test("withFolderLock() lets one worker in at a time", async () => {
  using parent = tempFolder();
  const folder = join(parent.path, "new");
  const events: string[] = [];
  const work = (name: string) =>
    withFolderLock(folder, async () => {
      events.push(`${name} in`);
      await new Promise((done) => setTimeout(done, 30));
      events.push(`${name} out`);
    });
  await Promise.all([work("a"), work("b")]);
  const [first, second] = events[0] === "a in" ? ["a", "b"] : ["b", "a"];
  assertEquals(events, [
    `${first} in`,
    `${first} out`,
    `${second} in`,
    `${second} out`,
  ]);
});
