import { assertEquals, assertThrows } from "@std/assert";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { namesIn } from "../base/read_files.ts";
import { draftFile, draftInside } from "./draft.ts";
import { writeBeside } from "./write_beside.ts";

Deno.test("writeBeside() replaces a file whole, makes its folder, and keeps its mode and links to it", () => {
  using folder = tempFolder();
  const path = `${folder.path}/a/b/text`;
  writeBeside(path, "one");
  Deno.chmodSync(path, 0o664);
  Deno.symlinkSync("text", `${folder.path}/a/b/link`);
  writeBeside(`${folder.path}/a/b/link`, new TextEncoder().encode("two"));
  assertEquals(Deno.readTextFileSync(path), "two");
  assertEquals(Deno.lstatSync(path).mode! & 0o777, 0o664);
  assertEquals(Deno.readLinkSync(`${folder.path}/a/b/link`), "text");
  assertEquals(namesIn(`${folder.path}/a/b`), ["link", "text"]);
});

Deno.test("writeBeside() of a fresh file replaces nothing", () => {
  using folder = tempFolder();
  const path = `${folder.path}/key`;
  writeBeside(path, "mine", { fresh: true, mode: 0o600 });
  assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  assertThrows(
    () => writeBeside(path, "other", { fresh: true }),
    Deno.errors.AlreadyExists,
  );
  assertEquals(Deno.readTextFileSync(path), "mine");
  assertEquals(namesIn(folder.path), ["key"]);
});

Deno.test("writeBeside() writes into what is no file, such as a pipe", () => {
  writeBeside("/dev/null", "text");
  assertEquals(Deno.statSync("/dev/null").isFile, false);
});

Deno.test("writeBeside() writes through a link to what is not there yet", () => {
  using folder = tempFolder();
  Deno.symlinkSync("later", `${folder.path}/link`);
  writeBeside(`${folder.path}/link`, "text");
  assertEquals(Deno.readLinkSync(`${folder.path}/link`), "later");
  assertEquals(Deno.readTextFileSync(`${folder.path}/later`), "text");
});

Deno.test("writeBeside() writes in place where the disk beside a file is read-only", () => {
  using folder = tempFolder();
  const path = `${folder.path}/text`;
  Deno.writeTextFileSync(path, "old");
  const { openSync } = Deno;
  Deno.openSync = (at, options) => {
    if (options?.createNew !== true) return openSync(at, options);
    throw Object.assign(new Error("Read-only file system"), { code: "EROFS" });
  };
  try {
    writeBeside(path, "new");
  } finally {
    Object.assign(Deno, { openSync });
  }
  assertEquals(Deno.readTextFileSync(path), "new");
});

Deno.test("writeBeside() of a private file never shows others its draft", () => {
  using folder = tempFolder();
  const path = `${folder.path}/text`;
  Deno.writeTextFileSync(path, "old", { mode: 0o600 });
  const { syncSync } = Deno.FsFile.prototype;
  const modes: number[] = [];
  Deno.FsFile.prototype.syncSync = function () {
    modes.push(this.statSync().mode! & 0o777);
    syncSync.call(this);
  };
  try {
    writeBeside(path, "new");
  } finally {
    Object.assign(Deno.FsFile.prototype, { syncSync });
  }
  assertEquals(modes[0], 0o600);
});

Deno.test({
  name: "writeBeside() keeps the owner and the group of a file",
  ignore: Deno.uid() !== 0,
  fn: () => {
    using folder = tempFolder();
    const path = `${folder.path}/text`;
    Deno.writeTextFileSync(path, "old");
    Deno.chownSync(path, 65534, 65533);
    writeBeside(path, "new");
    const { uid, gid } = Deno.statSync(path);
    assertEquals([uid, gid], [65534, 65533]);
    assertEquals(Deno.readTextFileSync(path), "new");
  },
});

Deno.test("drafts of living processes stay, those of killed ones are removed, and what only looks like one stays", () => {
  using folder = tempFolder();
  const { path } = folder;
  const dead = `.${crypto.randomUUID()}.part`;
  Deno.writeTextFileSync(`${path}/${dead}`, "half");
  Deno.mkdirSync(`${path}/.${crypto.randomUUID()}.part/out`, {
    recursive: true,
  });
  Deno.writeTextFileSync(`${path}/.mine.part`, "mine");
  {
    using draft = draftFile(path);
    using other = draftInside(path);
    writeBeside(`${path}/text`, "text");
    const living = [draft, other].map((one) => one.path.slice(path.length + 1));
    assertEquals(
      namesIn(path),
      [...living, ".mine.part", "text"].toSorted(),
    );
  }
  assertEquals(namesIn(path), [".mine.part", "text"]);
});
