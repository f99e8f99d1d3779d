// mlverse/torchvision#51, pytorch/vision#774: the upstream file changed or the transfer was cut, and there was no way on.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { cifarArchive } from "../support/data/cifar_archive.ts";
import { serveFile } from "../support/data/file_server.ts";
import { tarOf } from "../support/data/image_fixture.ts";
import { noise, sha256 } from "../support/data/make_wheel.ts";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";

const ARCHIVE = await cifarArchive();

const pipeline = (url: string, digest = sha256(ARCHIVE)) => `
name: corrupt
stages:
  files:
    use: download
    with: { dataset: cifar10, files: { cifar-10-binary.tar.gz: { url: "${url}", sha256: ${digest} } } }
  images: { use: split, needs: { files: files } }
`;

/** Names below the checkpoint folders of a cache. */
async function kept(cache: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(join(cache, "checkpoints"))) {
    const folder = join(cache, "checkpoints", name);
    for await (const file of Deno.readDir(folder)) names.push(file.name);
  }
  return names.sort();
}

Deno.test("a file that changed upstream is named with both digests and sizes and kept apart, and nothing runs on it", async () => {
  await using at = pipelineFolder();
  const other = noise(ARCHIVE.length, 3);
  const server = serveFile(other);
  const failed = await at.run(pipeline(server.url));
  assertEquals(failed.code, 1);
  assertStringIncludes(
    failed.text,
    `Expected sha256 ${sha256(ARCHIVE)} but found ${
      sha256(other)
    } (${other.length} bytes) in cifar-10-binary.tar.gz from ${server.url}`,
  );
  assertStringIncludes(failed.text, "ran 0, cached 0, failed 1, not run 1");
  assertEquals(await kept(at.cache), ["cifar-10-binary.tar.gz.corrupt"]);
  // Once the right file is there again, the same command works again.
  server.replace(ARCHIVE, '"2"');
  const again = await at.run(pipeline(server.url));
  assertEquals(again.code, 0, again.text);
  assertStringIncludes(again.text, "ran 2, cached 0, failed 0");
  await server.close();
});

Deno.test("a transfer that was cut is resumed by the next run", async () => {
  await using at = pipelineFolder();
  const after = ARCHIVE.length >> 1;
  const server = serveFile(ARCHIVE, {
    cut: { after, times: 1 },
    refuseAfterCut: 3,
  });
  const failed = await at.run(pipeline(server.url));
  assertEquals(failed.code, 1, failed.text);
  assertEquals(await kept(at.cache), [
    "cifar-10-binary.tar.gz.part",
    "cifar-10-binary.tar.gz.part.json",
  ]);
  const again = await at.run(pipeline(server.url));
  assertEquals(again.code, 0, again.text);
  assertEquals(server.requests.at(-1), `bytes=${after}- "1"`);
  await server.close();
});

Deno.test("a local mirror is read without the network, and a wrong one is refused", async () => {
  await using at = pipelineFolder();
  const path = join(at.folder, "copy of 100%.tar.gz");
  await Deno.writeFile(path, ARCHIVE);
  const url = `file://${path.replaceAll("%", "%25").replaceAll(" ", "%20")}`;
  const env = { SDARTS_OFFLINE: "1" };
  const found = await at.run(pipeline(url), { env });
  assertEquals(found.code, 0, found.text);
  await Deno.writeFile(path, ARCHIVE.slice(0, -5));
  const cut = await at.run(pipeline(`${url}?`), { env });
  assertEquals(cut.code, 1);
  assertStringIncludes(
    cut.text,
    `Expected sha256: ${sha256(ARCHIVE)} but found`,
  );
  const missing = await at.run(pipeline(`${url}.gone`), { env });
  assertEquals(missing.code, 1);
  assertStringIncludes(
    missing.text,
    "cifar-10-binary.tar.gz not found: no file at",
  );
});

Deno.test("without the network, the error says what to fetch", async () => {
  await using at = pipelineFolder();
  const { code, text } = await at.run(
    "name: corrupt\nstages:\n  files: { use: download, with: { dataset: svhn } }\n",
    { env: { SDARTS_OFFLINE: "1" } },
  );
  assertEquals(code, 1);
  assertStringIncludes(
    text,
    "fetch train_32x32.mat (182040794 bytes, sha256 435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8)",
  );
});

Deno.test("an archive that leads out of its folder is refused before a byte of it is used", async () => {
  await using at = pipelineFolder();
  const path = join(at.folder, "evil.tar");
  const evil = await tarOf({
    "cifar-10-batches-bin/../../../../escaped": noise(10, 1),
  });
  await Deno.writeFile(path, evil);
  const { code, text } = await at.run(pipeline(`file://${path}`, sha256(evil)));
  assertEquals(code, 1);
  assertStringIncludes(text, "Expected a path inside the archive but found");
});
