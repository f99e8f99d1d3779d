import { assertEquals } from "@std/assert";
import { dirname } from "node:path";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { cudaLibraries } from "./cuda_libraries.ts";
import type { Device } from "./device_class.ts";
import { identifyLibrary } from "./identify.ts";

/** A folder of fake libraries; a text that starts with `-> ` is a link. */
function libraries(files: Record<string, string | Uint8Array>) {
  const temp = tempFolder();
  const write = (path: string, content: string | Uint8Array) => {
    const whole = `${temp.path}/${path}`;
    Deno.mkdirSync(dirname(whole), { recursive: true });
    try {
      Deno.removeSync(whole);
    } catch {
      // it is a new one
    }
    if (typeof content !== "string") Deno.writeFileSync(whole, content);
    else if (content.startsWith("-> ")) {
      Deno.symlinkSync(content.slice(3), whole);
    } else Deno.writeTextFileSync(whole, content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  return Object.assign(temp, { write });
}

Deno.test("cudaLibraries() tells versions from names, and digests where there are none", async () => {
  const packaged = noise(100, 3);
  using files = libraries({
    "cuda/libcublas.so": "-> libcublas.so.12",
    "cuda/libcublas.so.12": "-> libcublas.so.12.4.5.8",
    "cuda/libcublas.so.12.4.5.8": "x",
    "cuda/libcudnn.so.9": "-> libcudnn.so.9.1.0",
    "cuda/libcudnn.so.9.1.0": "x",
    "cuda/libcufft.so.11": "-> nowhere",
    "cuda/libm.so.6": "x",
    "site/nvidia/cudnn/lib/libcudnn.so.9": packaged,
    "site/tensorflow/libtensorflow_cc.so.2": "x",
  });
  const { path } = files;
  const found = (library?: string) =>
    cudaLibraries(library, path, [`${path}/cuda`, `${path}/none`]);
  assertEquals(await found(), { libcublas: "12.4.5.8", libcudnn: "9.1.0" });
  // that beside TensorFlow comes first
  const library = `${path}/site/tensorflow/libtensorflow_cc.so.2`;
  const digest = sha256(packaged).slice(0, 16);
  assertEquals(await found(library), {
    libcublas: "12.4.5.8",
    libcudnn: digest,
  });
});

Deno.test("identifyLibrary() changes with a CUDA library for a stage with a GPU alone", async () => {
  using files = libraries({
    "site/tensorflow/libtensorflow_cc.so.2": "cc",
    "site/tensorflow/libtensorflow_framework.so.2": "framework",
    "site/nvidia/cublas/lib/libcublas.so.12": "-> libcublas.so.12.4.5",
    "site/nvidia/cublas/lib/libcublas.so.12.4.5": "x",
  });
  const folder = `${files.path}/site/tensorflow`;
  const identity = async (device: Device) =>
    (await identifyLibrary(
      {
        path: `${folder}/libtensorflow_cc.so.2`,
        framework: `${folder}/libtensorflow_framework.so.2`,
        version: "2.21.0",
        source: "python",
        variant: "gpu",
      },
      { device },
      fakeHost({ env: { XDG_CACHE_HOME: files.path } }),
    ))[
      "libcublas"
    ];
  assertEquals(await identity("cpu"), undefined);
  const gpu = "gpu";
  assertEquals(await identity(gpu), "12.4.5");
  files.write("site/nvidia/cublas/lib/libcublas.so.12.6.1", "x");
  files.write(
    "site/nvidia/cublas/lib/libcublas.so.12",
    "-> libcublas.so.12.6.1",
  );
  assertEquals(await identity(gpu), "12.6.1");
});
