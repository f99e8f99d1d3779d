import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  fakeHost,
  type FakeHostOptions,
} from "../../test/support/data/fake_host.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { identifyTensorflow, oneDnnSetting } from "./identify.ts";
import { LibraryError } from "./library_error.ts";
import { PINNED_WHEELS } from "./pinned.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

/** A machine with a GPU and nothing installed. */
const GPU: FakeHostOptions = {
  env: { HOME: "/nowhere" },
  exists: ["/lib64/ld-linux-x86-64.so.2"],
  files: {
    "/proc/driver/nvidia/version":
      "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\n",
    "/proc/driver/nvidia/gpus/0000:01:00.0/information":
      "Model: \t\t NVIDIA H200\nIRQ:   \t\t 123\n",
  },
};

Deno.test("identifyTensorflow() is that of the pinned wheel before anything is installed", async () => {
  const cpu = PINNED_WHEELS[0]!;
  const expected = {
    version: "2.21.0",
    library: cpu.library.sha256,
    framework: cpu.framework.sha256,
    device: "cpu",
    onednn: "on",
  };
  const plain = fakeHost({ env: { HOME: "/nowhere" } });
  assertEquals(
    await identifyTensorflow({ host: plain, device: "cpu" }),
    expected,
  );
  // what asks for no GPU has one key on all machines
  assertEquals(
    await identifyTensorflow({ host: fakeHost(GPU), device: "cpu" }),
    expected,
  );
});

Deno.test("identifyTensorflow() names model, driver and CUDA of a GPU, here those of the machine, elsewhere what the site says", async () => {
  const on = (options: FakeHostOptions, elsewhere?: string) =>
    identifyTensorflow({ host: fakeHost(options), device: "gpu", elsewhere });
  const here = await on(GPU);
  const { gpu, driver, cudnn, library } = here;
  assertEquals([here["device"], gpu, driver, cudnn, library], [
    "gpu",
    "NVIDIA H200",
    "550.54.15",
    "9.28.0.42",
    PINNED_WHEELS[1]!.library.sha256,
  ]);
  // the machine that submits decides nothing
  const submitted = await on(GPU, "NVIDIA A100");
  assertEquals(submitted, await on({ env: GPU.env! }, "NVIDIA A100"));
  assertEquals([submitted["gpu"], submitted["driver"]], [
    "NVIDIA A100",
    undefined,
  ]);
  assertEquals((await on(GPU, ""))["gpu"], "unknown");
  const other = { ...GPU, env: { ...GPU.env, SDARTS_CUDA: "system" } };
  assertEquals((await on(other))["cudnn"], undefined);
  assertEquals((await on(other, ""))["cuda"], "of the nodes");
  await assertRejects(
    () => on({ ...GPU, env: { ...GPU.env, SDARTS_CUDA: "12" } }),
    LibraryError,
    "Expected SDARTS_CUDA to be system but found 12",
  );
});

Deno.test("identifyTensorflow() follows the content of a library, not its place", async () => {
  using folder = tempFolder();
  const plant = async (name: string, seed: number) => {
    await Deno.mkdir(join(folder.path, name));
    await Deno.writeFile(
      join(folder.path, name, "libtensorflow_cc.so.2"),
      noise(1000, seed),
    );
    await Deno.writeFile(
      join(folder.path, name, "libtensorflow_framework.so.2"),
      noise(500, 0),
    );
    return await identifyTensorflow({
      device: "cpu",
      host: fakeHost({
        env: {
          XDG_CACHE_HOME: folder.path,
          SDARTS_LIBTENSORFLOW: join(
            folder.path,
            name,
            "libtensorflow_cc.so.2",
          ),
        },
      }),
    });
  };
  const a = await plant("a", 1);
  assertEquals(a["library"], sha256(noise(1000, 1)));
  assertEquals(await plant("b", 1), a);
  assertNotEquals(await plant("c", 2), a);
});

Deno.test("oneDnnSetting() reads the variable as TensorFlow does", () => {
  const read = (value: string) =>
    oneDnnSetting(fakeHost({ env: { TF_ENABLE_ONEDNN_OPTS: value } }));
  assertEquals(["0", "false", "FALSE", "1", "true"].map(read), [
    "0",
    "0",
    "0",
    "1",
    "1",
  ]);
  assertEquals(oneDnnSetting(fakeHost()), "1");
});

Deno.test("identifyTensorflow() needs neither HOME nor XDG_CACHE_HOME to plan", async () => {
  const found = await identifyTensorflow({
    host: fakeHost({ env: {} }),
    device: "cpu",
  });
  assertEquals([found["version"], found["device"]], ["2.21.0", "cpu"]);
});
