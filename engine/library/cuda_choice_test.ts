import { assertEquals } from "@std/assert";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { systemCudaFolders, usesPinnedCuda } from "./cuda_choice.ts";

const CACHE = "/home/ada/.cache/sdarts/libtensorflow";

Deno.test("usesPinnedCuda() holds for the pinned CUDA build alone, unless the machine's own is asked for", () => {
  const uses = (library: string | undefined, cuda = "") =>
    usesPinnedCuda(
      fakeHost({ env: { HOME: "/home/ada", SDARTS_CUDA: cuda } }),
      library,
    );
  const pinned = `${CACHE}/2.21.0-gpu/libtensorflow_cc.so.2`;
  assertEquals(uses(pinned), true);
  // it will be installed
  assertEquals(uses(undefined), true);
  assertEquals(uses(`${CACHE}/2.21.0-cpu/libtensorflow_cc.so.2`), false);
  assertEquals(uses("/opt/libtensorflow_cc.so.2"), false);
  assertEquals([uses(pinned, "system"), uses(undefined, "system")], [
    false,
    false,
  ]);
});

Deno.test("systemCudaFolders() begins with LD_LIBRARY_PATH where SDARTS_CUDA=system hands it on to stages", () => {
  const first = (env: Record<string, string>) =>
    systemCudaFolders(fakeHost({ env }))[0];
  const path = { LD_LIBRARY_PATH: ":relative:/opt/cuda/lib64" };
  assertEquals(first(path), "/usr/local/cuda/lib64");
  assertEquals(first({ ...path, SDARTS_CUDA: "system" }), "/opt/cuda/lib64");
});
