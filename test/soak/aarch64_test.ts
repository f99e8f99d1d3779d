// The engine on Linux aarch64, emulated by QEMU (package qemu-user-static). SDARTS_AARCH64 names a folder with
//   deno               of the npm package @deno/linux-arm64-glibc
//   root/              libc6, libgcc-s1, libstdc++6 and zlib1g of Debian for arm64, unpacked
//   tensorflow/        both libraries of the pinned wheel for aarch64 (engine/library/pinned.ts)
// It takes about half an hour: the library alone takes a minute to load.
import { assertEquals } from "@std/assert";
import { ROOT } from "../support/root.ts";

const folder = Deno.env.get("SDARTS_AARCH64");

Deno.test({
  name: "the engine's tests pass on Linux aarch64",
  ignore: folder === undefined,
  fn: async () => {
    const { code } = await new Deno.Command("qemu-aarch64-static", {
      args: [
        "-L",
        `${folder}/root`,
        `${folder}/deno`,
        "test",
        "-A",
        "--no-check",
        "engine/tensorflow",
        "engine/compile",
        "engine/engine_test.ts",
        "engine/optimisers_test.ts",
        "engine/stateless_random_test.ts",
      ],
      cwd: ROOT,
      env: {
        SDARTS_LIBTENSORFLOW: `${folder}/tensorflow/libtensorflow_cc.so.2`,
        // Its caches hold code for this processor.
        DENO_DIR: `${folder}/deno-dir`,
        NO_COLOR: "1",
      },
      stdin: "null",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn().status;
    assertEquals(code, 0);
  },
});
