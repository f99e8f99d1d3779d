import { assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Faults,
  type FileServer,
  serveFile,
} from "../../test/support/data/file_server.ts";
import { noise } from "../../test/support/data/make_wheel.ts";
import { download, type DownloadRequest } from "./download.ts";
import { DownloadError } from "./download_error.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const FILE = noise(500_000, 11);
const hex = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

interface Case {
  readonly server: FileServer;
  readonly path: string;
  readonly get: (change?: Partial<DownloadRequest>) => Promise<void>;
}

async function withServer(faults: Faults, body: (at: Case) => Promise<void>) {
  using folder = tempFolder();
  const server = serveFile(FILE, faults);
  const path = join(folder.path, "file.bin");
  const get = (change: Partial<DownloadRequest> = {}) =>
    download({
      url: server.url,
      path,
      size: FILE.length,
      digest: { algorithm: "sha256", hex: hex(FILE) },
      wait: () => Promise.resolve(),
      ...change,
    });
  try {
    await body({ server, path, get });
  } finally {
    await server.close();
  }
}

async function names(path: string): Promise<string[]> {
  return (await Array.fromAsync(
    Deno.readDir(join(path, "..")),
    ({ name }) => name,
  )).sort();
}

Deno.test("download() publishes the file and removes its part", () =>
  withServer({}, async ({ server, path, get }) => {
    const seen: number[] = [];
    await get({ report: (done) => seen.push(done) });
    assertEquals(await Deno.readFile(path), FILE);
    assertEquals([await names(path), server.requests, seen.at(-1)], [
      ["file.bin"],
      [""],
      FILE.length,
    ]);
    await get();
    assertEquals(
      server.requests.length,
      1,
      "a file that is there is not fetched again",
    );
  }));

Deno.test("download() resumes where a connection broke", () =>
  withServer(
    { cut: { after: 300_000, times: 1 } },
    async ({ server, path, get }) => {
      const seen: number[] = [];
      await get({ report: (done) => seen.push(done) });
      assertEquals(await Deno.readFile(path), FILE);
      assertEquals(server.requests, ["", 'bytes=300000- "1"']);
      assertEquals(seen, seen.toSorted((a, b) => a - b));
    },
  ));

Deno.test("download() resumes after any number of breaks, as long as bytes come", () =>
  withServer(
    { cut: { after: 60_000, times: 7 } },
    async ({ server, path, get }) => {
      await get();
      assertEquals([await Deno.readFile(path), server.requests.length], [
        FILE,
        8,
      ]);
    },
  ));

Deno.test("download() of a later process uses the part of an earlier one", () =>
  withServer(
    { cut: { after: 300_000, times: 1 } },
    async ({ server, path, get }) => {
      await assertRejects(
        () => get({ tries: 1 }),
        DownloadError,
        "the connection broke",
      );
      assertEquals((await Deno.stat(`${path}.part`)).size, 300_000);
      await get();
      assertEquals([await Deno.readFile(path), server.requests.at(-1)], [
        FILE,
        'bytes=300000- "1"',
      ]);
    },
  ));

Deno.test("download() starts again when the file on the server has changed", () =>
  withServer(
    { cut: { after: 300_000, times: 1 } },
    async ({ server, path, get }) => {
      await assertRejects(() => get({ tries: 1 }), DownloadError);
      const next = noise(500_000, 12);
      server.replace(next, '"2"');
      await get({ digest: { algorithm: "sha256", hex: hex(next) } });
      assertEquals(await Deno.readFile(path), next);
    },
  ));

Deno.test("download() starts again when the server cannot go on in the middle", () =>
  withServer(
    { noRange: true, cut: { after: 300_000, times: 1 } },
    async ({ path, get }) => {
      await get();
      assertEquals(await Deno.readFile(path), FILE);
    },
  ));

Deno.test("download() throws away a part that does not fit, whatever the server says of it", () =>
  withServer({}, async ({ path, get }) => {
    // Without a validator the server cannot tell that these bytes are not its own.
    await Deno.writeFile(`${path}.part`, noise(1000, 99));
    await get();
    assertEquals(await Deno.readFile(path), FILE);
    await Deno.remove(path);
    await Deno.writeFile(`${path}.part`, noise(600_000, 99));
    await get();
    assertEquals(await Deno.readFile(path), FILE);
  }));

Deno.test("download() follows redirects and tries again after an error of the server", () =>
  withServer(
    { redirect: true, status: { code: 503, times: 2 } },
    async ({ path, get }) => {
      await get();
      assertEquals(await Deno.readFile(path), FILE);
    },
  ));

Deno.test("download() gives up a connection that stays silent", () =>
  withServer({ stall: 1000 }, async ({ get }) => {
    await assertRejects(
      () => get({ tries: 1, patience: 100 }),
      DownloadError,
      "the connection broke",
    );
  }));

Deno.test("download() stops on a signal and keeps the part", () =>
  withServer({ stall: 200_000 }, async ({ path, get }) => {
    const abort = new AbortController();
    const error = await assertRejects(() =>
      get({
        signal: abort.signal,
        report: (done) => done >= 200_000 && abort.abort(new Error("Ctrl-C")),
      })
    );
    assertEquals((error as Error).message, "Ctrl-C");
    assertEquals((await Deno.stat(`${path}.part`)).size, 200_000);
  }));

Deno.test("download() refuses other bytes of the right length", () =>
  withServer({}, async ({ path, get }) => {
    const other = hex(noise(10, 1));
    const error = await assertRejects(
      () => get({ digest: { algorithm: "sha256", hex: other } }),
      DownloadError,
      `Expected sha256 ${other} (500000 bytes) but found ${
        hex(FILE)
      } (500000 bytes) in file.bin from http://127.0.0.1`,
    );
    assertEquals(
      [
        error.failure,
        await names(path),
        await Deno.readFile(`${path}.corrupt`),
      ],
      ["digest", ["file.bin.corrupt"], FILE],
    );
  }));

Deno.test("download() checks a file of unknown size by its md5, and resumes it", () =>
  withServer(
    { cut: { after: 300_000, times: 1 } },
    async ({ server, path, get }) => {
      const digest = {
        algorithm: "md5" as const,
        hex: createHash("md5").update(FILE).digest("hex"),
      };
      const { size: _, ...rest } = {
        url: server.url,
        path,
        size: 0,
        digest,
        wait: () => Promise.resolve(),
      };
      await download(rest);
      assertEquals(await Deno.readFile(path), FILE);
      assertEquals(server.requests, ["", 'bytes=300000- "1"']);
      await assertRejects(
        () => get({ digest: { algorithm: "md5", hex: "0".repeat(32) } }),
        DownloadError,
        "Expected md5 00000000000000000000000000000000 (500000 bytes) but found",
      );
    },
  ));

const REFUSED: [string, Faults, string][] = [
  [
    "another length",
    { length: 400_000 },
    "Expected 500000 bytes of file.bin but found 400000 at http://127.0.0.1",
  ],
  [
    "a missing file",
    { status: { code: 404, times: 9 } },
    "Expected file.bin but found HTTP 404 at http://127.0.0.1",
  ],
  [
    "a server that stays down",
    { status: { code: 500, times: 9 } },
    "Expected file.bin but found HTTP 500",
  ],
];

for (const [name, faults, message] of REFUSED) {
  Deno.test(`download() refuses ${name}`, () =>
    withServer(faults, async ({ get }) => {
      await assertRejects(() => get(), DownloadError, message);
    }));
}

for (const type of ["text/html; charset=utf-8", "application/octet-stream"]) {
  Deno.test(`download() tells a web page sent as ${type}`, async () => {
    const page = new TextEncoder().encode(
      "<!DOCTYPE html><title>Sign in</title>",
    );
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      () => new Response(page, { headers: { "content-type": type } }),
    );
    using folder = tempFolder();
    const error = await assertRejects(
      () =>
        download({
          url: `http://127.0.0.1:${server.addr.port}/file.bin`,
          path: join(folder.path, "file.bin"),
          size: type.startsWith("text") ? FILE.length : page.length,
          digest: { algorithm: "sha256", hex: hex(FILE) },
        }),
      DownloadError,
      "but found a web page",
    );
    assertEquals(error.failure, "html");
    await server.shutdown();
  });
}

Deno.test("download() says which host cannot be reached", async () => {
  using folder = tempFolder();
  const error = await assertRejects(
    () =>
      download({
        url: "http://127.0.0.1:1/file.bin",
        path: join(folder.path, "file.bin"),
        size: 1,
        digest: { algorithm: "sha256", hex: "" },
        wait: () => Promise.resolve(),
      }),
    DownloadError,
    "Cannot download file.bin: 127.0.0.1:1 cannot be reached",
  );
  assertEquals(error.failure, "unreachable");
});

Deno.test("download() copies a local file under the same checks", async () => {
  using folder = tempFolder();
  const source = join(folder.path, "a copy.bin");
  await Deno.writeFile(source, FILE);
  const options = {
    url: pathToFileURL(source).href,
    path: join(folder.path, "file.bin"),
    size: FILE.length,
    digest: { algorithm: "sha256", hex: hex(FILE) },
  } as const;
  await download(options);
  assertEquals(await Deno.readFile(options.path), FILE);
  const other = { ...options, path: join(folder.path, "other.bin") };
  await assertRejects(
    () => download({ ...other, size: 7 }),
    DownloadError,
    `Expected 7 bytes of other.bin but found 500000 at ${source}`,
  );
  await Deno.remove(source);
  await assertRejects(
    () => download(other),
    DownloadError,
    `other.bin not found: no file at ${source}`,
  );
});

Deno.test({
  name: "download() says in one line that the disk is full",
  // The device that is always full.
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withServer({}, async ({ path, get }) => {
      await Deno.symlink("/dev/full", `${path}.part`);
      const error = await assertRejects(
        () => get(),
        DownloadError,
        `Cannot write ${path}.part: no space left on the device after 0 of 500000 bytes`,
      );
      assertEquals(error.failure, "space");
    }),
});

Deno.test("download() waits as long as the server asks, without counting it as a failure", () =>
  withServer(
    { status: { code: 429, times: 5, retryAfter: "6" } },
    async ({ path, get }) => {
      const waits: number[] = [];
      await get({ wait: (time) => Promise.resolve(void waits.push(time)) });
      assertEquals(waits, Array(5).fill(6000));
      assertEquals(await Deno.readFile(path), FILE);
    },
  ));

for (const retryAfter of ["3600", "Fri, 31 Dec 2100 23:59:59 GMT"]) {
  Deno.test(`download() gives up a server that asks to wait too long: ${retryAfter}`, () =>
    withServer(
      { status: { code: 503, times: 1, retryAfter } },
      async ({ get }) => {
        await assertRejects(
          () => get({ wait: () => Promise.reject(new Error("waited")) }),
          DownloadError,
          "which asks to wait",
        );
      },
    ));
}

Deno.test("download() leaves a server that always asks to wait", () =>
  withServer(
    { status: { code: 503, times: 1000, retryAfter: "0" } },
    async ({ get, server }) => {
      await assertRejects(() => get(), DownloadError, "HTTP 503");
      assertEquals(server.requests.length, 121);
    },
  ));

Deno.test("a wait ends with the signal", () =>
  withServer(
    { status: { code: 503, times: 9, retryAfter: "100" } },
    async ({ server, path }) => {
      const signal = AbortSignal.timeout(200);
      await assertRejects(() =>
        download({
          url: server.url,
          path,
          digest: { algorithm: "sha256", hex: hex(FILE) },
          signal,
        })
      );
    },
  ));

Deno.test("download() says why a host cannot be reached", () =>
  withServer({}, async ({ get }) => {
    const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = closed.addr;
    closed.close();
    for (
      const [url, why] of [
        [`http://127.0.0.1:${port}/a`, "refused"],
        ["http://nowhere.invalid/a", "nowhere.invalid cannot be reached: "],
      ] as const
    ) {
      await assertRejects(() => get({ url, tries: 1 }), DownloadError, why);
    }
  }));

Deno.test("download() logs in to one host, and shows no password", () =>
  withServer(
    { authorization: "Basic bWU6c2VjcmV0OnB3" },
    async ({ get, server }) => {
      const { host } = new URL(server.url);
      Deno.env.set("SDARTS_DOWNLOAD_LOGIN", `${host}0=me:secret:pw`);
      try {
        await assertRejects(() => get(), DownloadError, "HTTP 401");
        Deno.env.set("SDARTS_DOWNLOAD_LOGIN", `${host}=me:secret:pw`);
        await get();
      } finally {
        Deno.env.delete("SDARTS_DOWNLOAD_LOGIN");
      }
      const error = new DownloadError("status", `at http://me:pw@${host}/a`);
      assertEquals(error.message, `at http://***@${host}/a`);
    },
  ));
