import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { fetchArchive } from "./fetch_archive.ts";
import { LibraryError } from "../library/library_error.ts";
import type { PinnedArchive } from "../library/pinned.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const library = noise(200_000, 1);
const framework = noise(90_000, 2);
const ARCHIVE = new Uint8Array(gzipSync(
  await packTar([
    {
      header: { name: "./include/tensorflow/c/c_api.h", size: 5 },
      body: "hello",
    },
    {
      header: {
        name: "./lib/libtensorflow.so",
        size: 0,
        type: "symlink",
        linkname: "libtensorflow.so.2",
      },
    },
    {
      header: {
        name: "./lib/libtensorflow.so.2",
        size: 0,
        type: "symlink",
        linkname: "libtensorflow.so.2.18.0",
      },
    },
    {
      header: { name: "./lib/libtensorflow.so.2.18.0", size: library.length },
      body: library,
    },
    {
      header: {
        name: "./lib/libtensorflow_framework.so.2.18.0",
        size: framework.length,
      },
      body: framework,
    },
  ]),
));

/** Fetches what a server on this machine sends, into a folder of its own. */
async function fetchFrom(
  respond: () => Response,
  change: Partial<PinnedArchive> = {},
  wait: (milliseconds: number) => Promise<void> = () => Promise.reject(),
): Promise<Record<string, Uint8Array>> {
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen: () => {},
  }, respond);
  using folder = tempFolder();
  try {
    await fetchArchive(
      {
        url: `http://127.0.0.1:${server.addr.port}/libtensorflow.tar.gz`,
        version: "2.18.0",
        variant: "cpu",
        folder: "x",
        sha256: sha256(ARCHIVE),
        ...change,
      },
      folder.path,
      { report: () => {}, wait },
    );
    const files: Record<string, Uint8Array> = {};
    for await (const { name } of Deno.readDir(folder.path)) {
      files[name] = await Deno.readFile(join(folder.path, name));
    }
    return files;
  } finally {
    await server.shutdown();
  }
}

Deno.test("fetchArchive() unpacks the two libraries of the C archive", async () => {
  assertEquals(await fetchFrom(() => new Response(ARCHIVE)), {
    "libtensorflow.so.2": library,
    "libtensorflow_framework.so.2": framework,
  });
});

Deno.test("fetchArchive() waits as a server asks, for two minutes in all", async () => {
  const waits: number[] = [];
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  const busy = () =>
    new Response("later", { status: 503, headers: { "retry-after": "50" } });
  const files = await fetchFrom(
    () => waits.length < 2 ? busy() : new Response(ARCHIVE),
    {},
    wait,
  );
  assertEquals(files["libtensorflow.so.2"], library);
  assertEquals(waits.splice(0), [50_000, 50_000]);
  await assertRejects(
    () => fetchFrom(busy, {}, wait),
    LibraryError,
    "HTTP 503, and it asks to wait 50 s",
  );
  assertEquals(waits, [50_000, 50_000]);
});

const other = new Uint8Array(
  gzipSync(
    await packTar([{ header: { name: "lib/other.so.2", size: 1 }, body: "x" }]),
  ),
);
const FAULTS: [string, () => Response, Partial<PinnedArchive>, string][] = [
  [
    "an error of the server",
    () => new Response("no", { status: 403 }),
    {},
    "HTTP 403",
  ],
  [
    "another archive",
    () => new Response(ARCHIVE),
    { sha256: "0".repeat(64) },
    `Expected sha256 ${"0".repeat(64)} but found ${sha256(ARCHIVE)}`,
  ],
  ["an archive without the libraries", () => new Response(other), {
    sha256: sha256(other),
  }, "Expected libtensorflow and libtensorflow_framework but found neither"],
  [
    "something that is no archive",
    () => new Response(noise(1000, 7)),
    {},
    "Cannot download libtensorflow 2.18.0",
  ],
  ["a host that cannot be reached", () => new Response(ARCHIVE), {
    url: "http://127.0.0.1:2/x.tar.gz",
  }, "127.0.0.1:2 cannot be reached: "],
];

for (const [name, respond, change, message] of FAULTS) {
  Deno.test(`fetchArchive() refuses ${name}`, async () => {
    await assertRejects(
      () => fetchFrom(respond, change),
      LibraryError,
      message,
    );
  });
}
