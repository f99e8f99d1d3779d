import { assertEquals, assertRejects } from "@std/assert";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { systemHost } from "./host.ts";
import { LibraryError } from "./library_error.ts";
import { probeApart } from "./probe.ts";

Deno.test("probeApart() survives a file that is no library", async () => {
  const path = await Deno.makeTempFile({ suffix: ".so" });
  await Deno.writeTextFile(path, "no library");
  await assertRejects(
    () => probeApart(path, systemHost()),
    LibraryError,
    `Cannot open ${path}: Could not open library`,
  );
  await Deno.remove(path);
});

Deno.test("probeApart() survives a library that crashes", async () => {
  await assertRejects(
    () => probeApart("/x.so", fakeHost({ run: () => ({ code: 139 }) })),
    LibraryError,
    "Cannot open /x.so: the probing process ended with status 139",
  );
});

Deno.test("probeApart() gives what the process prints", async () => {
  const probe = { version: "2.21.0", devices: ["CPU"] };
  assertEquals(
    await probeApart(
      "/x.so",
      fakeHost({ run: () => ({ stdout: JSON.stringify(probe) }) }),
    ),
    probe,
  );
});
