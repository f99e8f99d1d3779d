import { assertEquals, assertRejects } from "@std/assert";
import { packTar } from "modern-tar";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  fakeHost,
  type FakeHostOptions,
} from "../../test/support/data/fake_host.ts";
import {
  makeWheel,
  noise,
  sha256,
} from "../../test/support/data/make_wheel.ts";
import { ensureTensorflow } from "./ensure.ts";
import type { InstallProgress } from "../library/library.ts";
import { LibraryError } from "../library/library_error.ts";
import type { PinnedArchive } from "../library/pinned.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const { bytes, wheel } = makeWheel();
/** No server listens on port 1. */
const ARCHIVE: PinnedArchive = {
  url: "http://127.0.0.1:1/a.tar.gz",
  version: "2.18.0",
  variant: "cpu",
  folder: "a",
  sha256: "",
};

/** A machine whose pip delivers the given bytes, and the number of its downloads. */
function machine(
  folder: string,
  options: FakeHostOptions & { readonly delivers?: Uint8Array } = {},
) {
  const count = { downloads: 0 };
  const host = fakeHost({
    env: { XDG_CACHE_HOME: folder },
    run: async (command, args) => {
      if (command !== "python3") return undefined;
      if (args[0] === "-c") return { stdout: "null" };
      if (args.includes("--version")) return { stdout: "pip 25.1 from /x" };
      count.downloads++;
      await Deno.writeFile(
        join(args[args.indexOf("--dest") + 1]!, "x.whl"),
        options.delivers ?? bytes,
      );
      return {};
    },
    ...options,
  });
  return { host, count };
}

async function filesUnder(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) found.push(...await filesUnder(path));
    else found.push(path);
  }
  return found.sort();
}

Deno.test("ensureTensorflow() installs the wheel's libraries and keeps nothing else", async () => {
  using folder = tempFolder();
  const { host } = machine(folder.path);
  const seen: InstallProgress[] = [];
  const library = await ensureTensorflow({
    host,
    wheel,
    archive: ARCHIVE,
    report: (progress) => seen.push(progress),
  });
  const cache = join(folder.path, "sdarts", "libtensorflow");
  assertEquals(library, {
    path: join(cache, "9.9.9-cpu", "libtensorflow_cc.so.2"),
    framework: join(cache, "9.9.9-cpu", "libtensorflow_framework.so.2"),
    version: "9.9.9",
    source: "download",
    sha256: wheel.library.sha256,
    variant: "cpu",
  });
  assertEquals(await filesUnder(cache), [
    join(cache, ".lock"),
    library.path,
    library.framework,
  ]);
  assertEquals(await Deno.readFile(library.path), noise(300_000, 1));
  const done = seen.map((progress) => progress.done);
  assertEquals(done, done.toSorted((a, b) => a - b));
  assertEquals(seen.at(-1)?.done, seen.at(-1)?.total);
});

Deno.test("ensureTensorflow() downloads once, also when it is called twice at once", async () => {
  using folder = tempFolder();
  const { host, count } = machine(folder.path);
  const call = () => ensureTensorflow({ host, wheel, archive: ARCHIVE });
  const [a, b] = await Promise.all([call(), call()]);
  assertEquals([a.path === b.path, count.downloads], [true, 1]);
  assertEquals((await call()).source, "cache");
  assertEquals(count.downloads, 1);
});

Deno.test("ensureTensorflow() replaces a damaged library in the cache", async () => {
  using folder = tempFolder();
  const { host, count } = machine(folder.path);
  const { path } = await ensureTensorflow({ host, wheel, archive: ARCHIVE });
  const damaged = noise(300_000, 1);
  damaged[77]! ^= 1;
  await Deno.writeFile(path, damaged);
  await ensureTensorflow({ host, wheel, archive: ARCHIVE });
  assertEquals([count.downloads, await Deno.readFile(path)], [
    2,
    noise(300_000, 1),
  ]);
});

Deno.test("ensureTensorflow() replaces a damaged library of the C archive in the cache", async () => {
  using folder = tempFolder();
  const packed = new Uint8Array(gzipSync(
    await packTar(
      ["libtensorflow", "libtensorflow_framework"].map((name) => ({
        header: { name: `lib/${name}.so.2.18.0`, size: 5 },
        body: "bytes",
      })),
    ),
  ));
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(packed),
  );
  const archive = {
    ...ARCHIVE,
    url: `http://127.0.0.1:${server.addr.port}/a.tar.gz`,
    folder: "2.18.0-cpu-archive",
    sha256: sha256(packed),
  };
  const without = machine(folder.path, { run: () => undefined });
  const { path } = await ensureTensorflow({ ...without, wheel, archive });
  const { host, count } = machine(folder.path);
  const call = async () =>
    (await ensureTensorflow({ host, wheel, archive })).version;
  assertEquals([await call(), count.downloads], ["2.18.0", 0]);
  await Deno.writeTextFile(path, "BYTES");
  assertEquals([await call(), count.downloads], ["9.9.9", 1]);
});

Deno.test("ensureTensorflow() refuses another wheel and leaves nothing behind", async () => {
  using folder = tempFolder();
  const { host } = machine(folder.path, { delivers: noise(1000, 3) });
  const error = await assertRejects(
    () => ensureTensorflow({ host, wheel, archive: ARCHIVE }),
    LibraryError,
    "Expected sha256",
  );
  assertEquals(error.failure, "hash");
  assertEquals(
    (await filesUnder(folder.path)).map((path) => path.split("/").at(-1)),
    [".lock"],
  );
});

Deno.test("ensureTensorflow() checks the free space before it downloads", async () => {
  using folder = tempFolder();
  const { host, count } = machine(folder.path, { free: 1000 });
  const error = await assertRejects(
    () => ensureTensorflow({ host, wheel, archive: ARCHIVE }),
    LibraryError,
    "of free space for libtensorflow but found 0.0 GiB",
  );
  assertEquals([error.failure, count.downloads], ["space", 0]);
});

Deno.test("ensureTensorflow() says what to copy where SDARTS_OFFLINE is set, and takes what is there", async () => {
  using folder = tempFolder();
  const env = { XDG_CACHE_HOME: folder.path, SDARTS_OFFLINE: "1" };
  const { host, count } = machine(folder.path, { env });
  const error = await assertRejects(
    () => ensureTensorflow({ host, wheel, archive: ARCHIVE }),
    LibraryError,
    "Cannot download tensorflow-cpu 9.9.9, as SDARTS_OFFLINE is set",
  );
  const place = join(folder.path, "sdarts", "libtensorflow", "9.9.9-cpu");
  assertEquals([error.failure, error.message.includes(`copy ${place}`)], [
    "offline",
    true,
  ]);
  assertEquals(count.downloads, 0);
  // a copy from another machine
  const online = machine(folder.path);
  await ensureTensorflow({ ...online, wheel, archive: ARCHIVE });
  assertEquals(
    (await ensureTensorflow({ host, wheel, archive: ARCHIVE })).source,
    "cache",
  );
});

Deno.test("ensureTensorflow() says why both the wheel and the archive failed", async () => {
  using folder = tempFolder();
  const { host } = machine(folder.path, { run: () => undefined });
  const error = await assertRejects(
    () => ensureTensorflow({ host, wheel, archive: ARCHIVE }),
    LibraryError,
    "Python 3 with pip not found on PATH",
  );
  assertEquals(
    error.message.includes(
      "fallback: Cannot download libtensorflow 2.18.0: 127.0.0.1:1 cannot be reached",
    ),
    true,
  );
  assertEquals(error.message.includes("\n"), false);
});

Deno.test("ensureTensorflow() says that a cache folder cannot be written", async () => {
  using folder = tempFolder();
  await Deno.writeTextFile(
    join(folder.path, "sdarts"),
    "a file where a folder should be",
  );
  const { host } = machine(folder.path);
  await assertRejects(
    () => ensureTensorflow({ host, wheel, archive: ARCHIVE }),
    LibraryError,
    `Cannot write ${join(folder.path, "sdarts")}`,
  );
});
