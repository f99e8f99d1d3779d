// Preloaded before a program (`deno run --preload`): copies SDARTS_SNAP_FOLDER before each operation that changes it, and
// in the middle of each that is not atomic. Such a copy is what a SIGKILL at that moment leaves on the disk. Of all copies
// SDARTS_SNAP_MOST stay, chosen by SDARTS_SNAP_SEED.
import { dirname, resolve } from "node:path";
import nodeFs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { ifPossible } from "../../../common/if_possible.ts";
import { exists } from "../../../pipeline/base/read_files.ts";
import { seededRandom } from "../pipeline/mutated_file.ts";

const folder = Deno.env.get("SDARTS_SNAP_FOLDER")!;
const to = Deno.env.get("SDARTS_SNAP_TO")!;
const most = Number(Deno.env.get("SDARTS_SNAP_MOST"));
const random = seededRandom(Number(Deno.env.get("SDARTS_SNAP_SEED")));
const real = { ...Deno };
const { write, writeSync, truncate, truncateSync } = Deno.FsFile.prototype;
const cp = nodeFs.cpSync;
const paths = new WeakMap<Deno.FsFile, string>();
/** Paths of the copies that are kept so far. */
const kept: string[] = [];
let count = 0;

type Path = string | URL;

function textOf(path: unknown): string {
  return path instanceof URL ? path.pathname : resolve(String(path));
}

/** Copies the folder as it is now. */
function snap(moment: string, path: unknown): void {
  const text = textOf(path);
  if (text !== folder && !text.startsWith(`${folder}/`)) return;
  const name = `${to}/${String(++count).padStart(4, "0")}`;
  // Each moment so far is kept with the same probability.
  const place = kept.length < most ? kept.length : Math.floor(random() * count);
  if (place >= most) return;
  const [old] = kept.splice(place, 1, name);
  if (old !== undefined) {
    for (const path of [old, `${old}.txt`]) {
      real.removeSync(path, { recursive: true });
    }
  }
  // It may fail at files that a stage process, which is still alive, removes meanwhile.
  new real.Command("cp", {
    args: ["-a", folder, name],
    stdout: "null",
    stderr: "null",
  }).outputSync();
  real.writeTextFileSync(
    `${name}.txt`,
    `${moment} ${text.slice(folder.length + 1)}`,
  );
}

function firstFileBelow(path: string): string | undefined {
  for (const { name, isDirectory } of real.readDirSync(path)) {
    const inner = `${path}/${name}`;
    const found = isDirectory ? firstFileBelow(inner) : inner;
    if (found !== undefined) return found;
  }
}

/** Does half of an operation; where that fails, there is no such moment. */
function doHalf(work: () => void): void {
  ifPossible(work);
}

function beforeRemove(path: Path, options?: Deno.RemoveOptions): void {
  const text = textOf(path);
  if (!exists(text)) return;
  snap("before remove", path);
  if (options?.recursive !== true || !real.lstatSync(text).isDirectory) return;
  doHalf(() => {
    const first = firstFileBelow(text);
    if (first === undefined) return;
    real.removeSync(first);
    snap("half remove", path);
  });
}

function writeHalves(
  path: Path,
  content: string | Uint8Array,
  options: Deno.WriteFileOptions = {},
): void {
  const bytes = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  snap("before write", path);
  const { append = false, create = true, createNew = false, mode } = options;
  const file = real.openSync(path, {
    write: true,
    append,
    create,
    createNew,
    truncate: !append && !createNew,
    ...(mode === undefined ? {} : { mode }),
  });
  snap("empty", path);
  writeInHalves(file, bytes, path);
  file.close();
}

function writeInHalves(
  file: Deno.FsFile,
  bytes: Uint8Array,
  path: unknown,
): void {
  const half = bytes.length >> 1;
  if (half > 0) {
    writeAll(file, bytes.subarray(0, half));
    snap("half write", path);
  }
  writeAll(file, bytes.subarray(half));
}

/** By the real operation, which the shared function of this name would not use. */
function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    at += writeSync.call(file, bytes.subarray(at));
  }
}

function beforeCopy(from: Path, path: Path): void {
  snap("before copy", path);
  doHalf(() => {
    const bytes = real.readFileSync(from);
    real.writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    snap("half copy", path);
  });
}

function beforeOpen(path: Path, options: Deno.OpenOptions = {}): void {
  const { create, createNew, truncate } = options;
  if (truncate || (create || createNew) && !exists(textOf(path))) {
    snap("before open", path);
  }
}

function beforeMkdir(path: Path): void {
  if (exists(textOf(path))) return;
  snap("before mkdir", path);
  const parent = dirname(textOf(path));
  if (!exists(parent)) {
    doHalf(() => real.mkdirSync(parent, { recursive: true }));
    snap("half mkdir", path);
  }
}

Object.assign(Deno, {
  renameSync(from: Path, path: Path) {
    snap("before rename", path);
    real.renameSync(from, path);
  },
  async rename(from: Path, path: Path) {
    snap("before rename", path);
    await real.rename(from, path);
  },
  mkdirSync(path: Path, options?: Deno.MkdirOptions) {
    if (options?.recursive) beforeMkdir(path);
    else snap("before mkdir", path);
    real.mkdirSync(path, options);
  },
  async mkdir(path: Path, options?: Deno.MkdirOptions) {
    if (options?.recursive) beforeMkdir(path);
    else snap("before mkdir", path);
    await real.mkdir(path, options);
  },
  removeSync(path: Path, options?: Deno.RemoveOptions) {
    beforeRemove(path, options);
    real.removeSync(path, options);
  },
  async remove(path: Path, options?: Deno.RemoveOptions) {
    beforeRemove(path, options);
    await real.remove(path, options);
  },
  writeTextFileSync: writeHalves,
  writeFileSync: writeHalves,
  // deno-lint-ignore require-await
  writeTextFile: async (...write: Parameters<typeof writeHalves>) =>
    writeHalves(...write),
  // deno-lint-ignore require-await
  writeFile: async (...write: Parameters<typeof writeHalves>) =>
    writeHalves(...write),
  linkSync(from: string, path: string) {
    snap("before link", path);
    real.linkSync(from, path);
  },
  async link(from: string, path: string) {
    snap("before link", path);
    await real.link(from, path);
  },
  symlinkSync(from: Path, path: Path) {
    snap("before symlink", path);
    real.symlinkSync(from, path);
  },
  chmodSync(path: Path, mode: number) {
    snap("before chmod", path);
    real.chmodSync(path, mode);
  },
  utimeSync(path: Path, read: number | Date, written: number | Date) {
    snap("before utime", path);
    real.utimeSync(path, read, written);
  },
  copyFileSync(from: Path, path: Path) {
    beforeCopy(from, path);
    real.copyFileSync(from, path);
  },
  async copyFile(from: Path, path: Path) {
    beforeCopy(from, path);
    await real.copyFile(from, path);
  },
  openSync(path: Path, options?: Deno.OpenOptions) {
    beforeOpen(path, options);
    const file = real.openSync(path, options);
    paths.set(file, textOf(path));
    return file;
  },
  async open(path: Path, options?: Deno.OpenOptions) {
    beforeOpen(path, options);
    const file = await real.open(path, options);
    paths.set(file, textOf(path));
    return file;
  },
});

Object.assign(Deno.FsFile.prototype, {
  writeSync(this: Deno.FsFile, bytes: Uint8Array) {
    const path = paths.get(this) ?? "/";
    snap("before write", path);
    writeInHalves(this, bytes, path);
    return bytes.length;
  },
  async write(this: Deno.FsFile, bytes: Uint8Array) {
    snap("before write", paths.get(this) ?? "/");
    return await write.call(this, bytes);
  },
  truncateSync(this: Deno.FsFile, size?: number) {
    snap("before truncate", paths.get(this) ?? "/");
    truncateSync.call(this, size);
  },
  async truncate(this: Deno.FsFile, size?: number) {
    snap("before truncate", paths.get(this) ?? "/");
    await truncate.call(this, size);
  },
});

nodeFs.cpSync = (from, path, options) => {
  snap("before cp", path);
  cp(from, path, options);
  doHalf(() => {
    real.removeSync(firstFileBelow(textOf(path))!);
    snap("half cp", path);
  });
  cp(from, path, options);
};
syncBuiltinESMExports();
