import { assertEquals, assertRejects } from "@std/assert";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { systemHost } from "./host.ts";
import { LibraryError } from "./library_error.ts";
import type { TensorflowLibrary } from "./library.ts";
import { probeApart } from "./probe.ts";

function library(path: string): TensorflowLibrary {
  return {
    path,
    framework: "/framework.so",
    version: "2.21.0",
    source: "env",
    variant: "unknown",
  };
}

Deno.test("probeApart() survives a file that is no library", async () => {
  const path = await Deno.makeTempFile({ suffix: ".so" });
  await Deno.writeTextFile(path, "no library");
  await assertRejects(
    () => probeApart(library(path), systemHost(), {}),
    LibraryError,
    `Cannot open ${path}: Could not open library`,
  );
  await Deno.remove(path);
});

Deno.test("probeApart() survives a library that crashes", async () => {
  await assertRejects(
    () =>
      probeApart(
        library("/x.so"),
        fakeHost({ run: () => ({ code: 139 }) }),
        {},
      ),
    LibraryError,
    "Cannot open /x.so: the probing process ended with status 139",
  );
});

Deno.test("probeApart() gives what a process prints that has a stage's variables and rights, and no others", async () => {
  const probe = { version: "2.21.0", devices: ["CPU"], gpu: { libraries: {} } };
  const seen: (readonly string[])[] = [];
  const host = fakeHost({
    env: { HOME: "/home/ada", LD_LIBRARY_PATH: "/opt/cuda" },
    run: (command, args) => {
      seen.push([command, ...args]);
      return { stdout: `notice\n${JSON.stringify(probe)}\n` };
    },
  });
  const variables = { CUDA_VISIBLE_DEVICES: "" };
  assertEquals(await probeApart(library("/x.so"), host, variables), probe);
  const [call] = seen;
  assertEquals(call!.slice(0, 5), [
    "env",
    "-i",
    "HOME=/home/ada",
    "CUDA_VISIBLE_DEVICES=",
    "NO_COLOR=1",
  ]);
  assertEquals(call!.filter((flag) => flag.startsWith("--allow")), [
    "--allow-read=/x.so,/framework.so",
    "--allow-ffi=/x.so,/framework.so",
  ]);
});
