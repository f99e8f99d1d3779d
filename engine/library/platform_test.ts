import { assertEquals, assertRejects } from "@std/assert";
import {
  fakeHost,
  type FakeHostOptions,
} from "../../test/support/data/fake_host.ts";
import { LibraryError } from "./library_error.ts";
import { pinnedWheelFor } from "./platform.ts";

const GLIBC = "/lib64/ld-linux-x86-64.so.2";
const DRIVER = "/proc/driver/nvidia/version";

const WHEELS: [string, FakeHostOptions, string][] = [
  ["a plain machine", {}, "2.21.0-cpu"],
  ["an NVIDIA driver", { exists: [GLIBC, DRIVER] }, "2.21.0-gpu"],
  ["hidden GPUs", {
    exists: [GLIBC, DRIVER],
    env: { CUDA_VISIBLE_DEVICES: "-1" },
  }, "2.21.0-cpu"],
  ["no visible GPU", {
    exists: [GLIBC, DRIVER],
    env: { CUDA_VISIBLE_DEVICES: "" },
  }, "2.21.0-cpu"],
  ["one visible GPU", {
    exists: [GLIBC, DRIVER],
    env: { CUDA_VISIBLE_DEVICES: "1" },
  }, "2.21.0-gpu"],
  [
    "ARM",
    { arch: "aarch64", exists: ["/lib/ld-linux-aarch64.so.1"] },
    "2.21.0-cpu-aarch64",
  ],
  [
    "glibc beside musl",
    { exists: [GLIBC, "/lib/ld-musl-x86_64.so.1"] },
    "2.21.0-cpu",
  ],
];

for (const [name, options, folder] of WHEELS) {
  Deno.test(`pinnedWheelFor() takes ${folder} on ${name}`, async () => {
    assertEquals((await pinnedWheelFor(fakeHost(options))).folder, folder);
  });
}

const REFUSED: [FakeHostOptions, string][] = [
  [{ os: "darwin" }, "Expected Linux but found darwin"],
  [{ os: "windows" }, "Expected Linux but found windows"],
  [
    { arch: "riscv64" },
    "Expected an x86_64 or aarch64 processor but found riscv64",
  ],
  [{ exists: ["/lib/ld-musl-x86_64.so.1"] }, "Expected glibc but found musl"],
];

for (const [options, message] of REFUSED) {
  Deno.test(`pinnedWheelFor() says: ${message}`, async () => {
    const error = await assertRejects(
      () => pinnedWheelFor(fakeHost(options)),
      LibraryError,
      message,
    );
    assertEquals([
      error.failure,
      error.message.includes("SDARTS_LIBTENSORFLOW"),
    ], ["platform", true]);
  });
}
