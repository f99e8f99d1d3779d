import { assertEquals, assertRejects } from "@std/assert";
import {
  fakeHost,
  type FakeHostOptions,
} from "../../test/support/data/fake_host.ts";
import type { Device } from "./device_class.ts";
import { LibraryError } from "./library_error.ts";
import { pinnedWheelFor } from "./platform.ts";

const GLIBC = "/lib64/ld-linux-x86-64.so.2";
const WHEELS: [string, FakeHostOptions, string, Device?][] = [
  ["a plain machine", {}, "2.21.0-cpu"],
  ["a machine with a GPU, for a stage without", {
    exists: [GLIBC, "/dev/nvidiactl"],
  }, "2.21.0-cpu"],
  ["a machine without a GPU, for a stage with one", {}, "2.21.0-gpu", "gpu"],
  [
    "ARM",
    { arch: "aarch64", exists: ["/lib/ld-linux-aarch64.so.1"] },
    "2.21.0-cpu-aarch64",
  ],
  ["an Apple processor", { os: "darwin", arch: "aarch64" }, "2.21.0-cpu-macos"],
  [
    "glibc beside musl",
    { exists: [GLIBC, "/lib/ld-musl-x86_64.so.1"] },
    "2.21.0-cpu",
  ],
];

for (const [name, options, folder, device = "cpu"] of WHEELS) {
  Deno.test(`pinnedWheelFor() takes ${folder} on ${name}`, async () => {
    const wheel = await pinnedWheelFor(fakeHost(options), device);
    assertEquals(wheel.folder, folder);
  });
}

Deno.test("pinnedWheelFor() sends users of Windows to WSL, in one line", async () => {
  const error = await assertRejects(
    () => pinnedWheelFor(fakeHost({ os: "windows" }), "cpu"),
    LibraryError,
  );
  assertEquals(
    [error.failure, error.message],
    [
      "platform",
      "Expected Linux or macOS but found Windows: run it in WSL (`wsl --install`), which is Linux",
    ],
  );
});

const REFUSED: [FakeHostOptions, string, Device?][] = [
  [
    { arch: "aarch64", exists: ["/lib/ld-linux-aarch64.so.1"] },
    "Expected an x86_64 processor beside the GPU but found aarch64",
    "gpu",
  ],
  [
    { os: "darwin" },
    "Expected Linux, or macOS on an Apple processor and without a GPU, but found darwin on x86_64",
  ],
  [
    { os: "darwin", arch: "aarch64" },
    "Expected Linux, or macOS on an Apple processor and without a GPU, but found darwin on aarch64",
    "gpu",
  ],
  [
    { arch: "riscv64" },
    "Expected an x86_64 or aarch64 processor but found riscv64",
  ],
  [{ exists: ["/lib/ld-musl-x86_64.so.1"] }, "Expected glibc but found musl"],
];

for (const [options, message, device = "cpu"] of REFUSED) {
  Deno.test(`pinnedWheelFor() says: ${message}`, async () => {
    const error = await assertRejects(
      () => pinnedWheelFor(fakeHost(options), device),
      LibraryError,
      message,
    );
    assertEquals([
      error.failure,
      error.message.includes("SDARTS_LIBTENSORFLOW"),
    ], ["platform", true]);
  });
}
