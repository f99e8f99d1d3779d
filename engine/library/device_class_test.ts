import { assertEquals } from "@std/assert";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { deviceHere } from "./device_class.ts";

Deno.test("deviceHere() is a GPU where the files of NVIDIA's driver show one, under WSL too, and nothing hides it", async () => {
  const cuda = "/usr/lib/wsl/lib/libcuda.so.1";
  const cases: [string[], string | undefined, "cpu" | "gpu"][] = [
    [[], undefined, "cpu"],
    [["/dev/nvidiactl"], undefined, "cpu"],
    [["/dev/nvidia3"], undefined, "gpu"],
    [["/dev/nvidia3"], "", "cpu"],
    [["/dev/nvidia3"], "-1", "cpu"],
    // as CUDA reads it: the first name that is none of a device hides the rest
    [["/dev/nvidia3"], "NoDevFiles", "cpu"],
    [["/dev/nvidia3"], "-1,0", "cpu"],
    [["/dev/nvidia3"], "0,-1", "gpu"],
    [["/dev/nvidia3"], "1", "cpu"],
    [["/dev/nvidia3"], " GPU-2e", "gpu"],
    // of any vendor
    [["/dev/dxg"], undefined, "cpu"],
    // a copy of the driver in a container without devices
    [[cuda], undefined, "cpu"],
    [["/dev/dxg", cuda], undefined, "gpu"],
    [["/dev/dxg", cuda], "", "cpu"],
    [["/dev/dxg", cuda], "1", "gpu"],
  ];
  for (const [paths, visible, device] of cases) {
    const host = fakeHost({
      files: Object.fromEntries(paths.map((path) => [path, ""])),
      env: visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible },
    });
    assertEquals(await deviceHere(host), device, `${paths} ${visible}`);
  }
});
