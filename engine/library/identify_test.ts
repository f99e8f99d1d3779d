import { assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { noise, sha256 } from "../../test/support/data/make_wheel.ts";
import { identifyTensorflow, oneDnnSetting } from "./identify.ts";
import { PINNED_WHEELS } from "./pinned.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

Deno.test("identifyTensorflow() is that of the pinned wheel before anything is installed", async () => {
  const cpu = PINNED_WHEELS[0]!;
  assertEquals(
    await identifyTensorflow({ host: fakeHost({ env: { HOME: "/nowhere" } }) }),
    {
      version: "2.21.0",
      library: cpu.library.sha256,
      framework: cpu.framework.sha256,
      device: "cpu",
      onednn: "on",
    },
  );
  const exists = ["/lib64/ld-linux-x86-64.so.2", "/proc/driver/nvidia/version"];
  const gpu = await identifyTensorflow({
    host: fakeHost({ env: { HOME: "/nowhere" }, exists }),
  });
  assertEquals([gpu["device"], gpu["library"]], [
    "gpu",
    PINNED_WHEELS[1]!.library.sha256,
  ]);
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
