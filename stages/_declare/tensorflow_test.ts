import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { createTensorflowToolchain } from "./tensorflow.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

async function withLibrary(
  body: (path: string, folder: string) => Promise<void>,
) {
  using folder = tempFolder();
  const path = join(folder.path, "libtensorflow_cc.so.2");
  await Deno.writeTextFile(path, "library");
  await Deno.writeTextFile(
    join(folder.path, "libtensorflow_framework.so.2"),
    "framework",
  );
  await body(path, folder.path);
}

Deno.test("createTensorflowToolchain() grants the two libraries and fixes what the identity says", () =>
  withLibrary(async (path, folder) => {
    const env = {
      XDG_CACHE_HOME: folder,
      SDARTS_LIBTENSORFLOW: path,
      TF_ENABLE_ONEDNN_OPTS: "false",
      CUDA_VISIBLE_DEVICES: "1",
    };
    const toolchain = createTensorflowToolchain(fakeHost({ env }));
    assertEquals((await toolchain.identify())["onednn"], "off");
    const framework = join(folder, "libtensorflow_framework.so.2");
    assertEquals(await toolchain.prepare(() => {}), {
      env: {
        SDARTS_LIBTENSORFLOW: path,
        TF_ENABLE_ONEDNN_OPTS: "0",
        TF_CPP_MIN_LOG_LEVEL: "2",
        GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
        CUDA_VISIBLE_DEVICES: "1",
      },
      read: [path, framework],
      ffi: [path, framework],
    });
  }));

Deno.test("createTensorflowToolchain() refuses a library that the plan was not made for", () =>
  withLibrary(async (path, folder) => {
    const toolchain = createTensorflowToolchain(
      fakeHost({ env: { XDG_CACHE_HOME: folder, SDARTS_LIBTENSORFLOW: path } }),
    );
    await toolchain.identify();
    await Deno.writeTextFile(path, "another library");
    await assertRejects(
      () => toolchain.prepare(() => {}),
      Error,
      "run the same command again to plan with it",
    );
  }));
