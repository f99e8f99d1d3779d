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
      LD_LIBRARY_PATH: "/opt/cuda",
    };
    const toolchain = createTensorflowToolchain(fakeHost({ env }));
    assertEquals((await toolchain.identify({ gpus: 0 }))["onednn"], "off");
    const framework = join(folder, "libtensorflow_framework.so.2");
    const always = {
      SDARTS_LIBTENSORFLOW: path,
      TF_ENABLE_ONEDNN_OPTS: "0",
      TF_CPP_MIN_LOG_LEVEL: "2",
      GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
    };
    assertEquals(await toolchain.prepare(() => {}, { gpus: 0 }), {
      env: { ...always, SDARTS_DEVICE: "cpu", CUDA_VISIBLE_DEVICES: "" },
      read: [path, framework],
      ffi: [path, framework],
    });
    const gpu = { ...always, SDARTS_DEVICE: "gpu", SDARTS_GPU: "unknown" };
    assertEquals((await toolchain.prepare(() => {}, { gpus: 1 })).env, {
      ...gpu,
      CUDA_VISIBLE_DEVICES: "1",
    });
    // what this machine shows is nothing to a node
    const nodes = { gpu: "NVIDIA A100" };
    const system = createTensorflowToolchain(
      fakeHost({ env: { ...env, SDARTS_CUDA: "system" } }),
    );
    const granted = await system.prepare(() => {}, { gpus: 1, nodes });
    assertEquals(granted.env["SDARTS_GPU"], "NVIDIA A100");
    assertEquals(granted.env["CUDA_VISIBLE_DEVICES"], undefined);
    assertEquals(
      granted.env["LD_LIBRARY_PATH"]?.startsWith("/opt/cuda:"),
      true,
    );
  }));

Deno.test("createTensorflowToolchain() tells nodes of several models and this machine apart", () =>
  withLibrary(async (path, folder) => {
    const toolchain = createTensorflowToolchain(
      fakeHost({ env: { XDG_CACHE_HOME: folder, SDARTS_LIBTENSORFLOW: path } }),
    );
    const model = async (gpu?: string) =>
      (await toolchain.identify({
        gpus: 1,
        ...(gpu === undefined ? {} : { nodes: { gpu } }),
      }))["gpu"];
    assertEquals(
      [await model("NVIDIA A100"), await model("NVIDIA H200"), await model()],
      ["NVIDIA A100", "NVIDIA H200", "unknown"],
    );
  }));

Deno.test("createTensorflowToolchain() refuses a library that the plan was not made for", () =>
  withLibrary(async (path, folder) => {
    const toolchain = createTensorflowToolchain(
      fakeHost({ env: { XDG_CACHE_HOME: folder, SDARTS_LIBTENSORFLOW: path } }),
    );
    await toolchain.identify({ gpus: 0 });
    await Deno.writeTextFile(path, "another library");
    await assertRejects(
      () => toolchain.prepare(() => {}, { gpus: 0 }),
      Error,
      "run the same command again to plan with it",
    );
  }));
