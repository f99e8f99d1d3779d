import { assertEquals, assertStringIncludes } from "@std/assert";
import { fakeHost } from "../test/support/data/fake_host.ts";
import { diagnose, formatDiagnosis } from "./diagnosis.ts";
import { runDoctor } from "./doctor.ts";
import { LibraryError } from "./library/library_error.ts";
import { tempFolder } from "../test/support/temp_folder.ts";

async function doctor(
  args: string[],
  host = fakeHost({ env: { HOME: "/nowhere" } }),
) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runDoctor(args, {
    host,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  });
  return { status, out: out.join("\n"), err: err.join("\n") };
}

Deno.test("runDoctor() ends with 1 and says what helps where there is no library", async () => {
  const { status, out } = await doctor([]);
  assertEquals(status, 1);
  assertStringIncludes(out, "libtensorflow  not found");
  assertStringIncludes(
    out,
    "No libtensorflow and no pip to get it: install Python 3 with pip, or set SDARTS_LIBTENSORFLOW",
  );
});

Deno.test("runDoctor() gives JSON", async () => {
  const { status, out } = await doctor(
    ["--json"],
    fakeHost({ env: { HOME: "/nowhere" }, arch: "riscv64" }),
  );
  const answer = JSON.parse(out);
  assertEquals([status, answer.ok, answer.deno, answer.platform], [
    1,
    false,
    Deno.version.deno,
    "linux riscv64",
  ]);
  assertStringIncludes(answer.problems[0], "found riscv64");
});

Deno.test("runDoctor() refuses unknown arguments", async () => {
  const { status, err } = await doctor(["--fast"]);
  assertEquals(status, 2);
  assertStringIncludes(err, "Expected --json or --install but found --fast");
});

Deno.test("diagnose() is content once the library opens, and passes on why it does not", async () => {
  using folder = tempFolder();
  const path = `${folder.path}/libtensorflow_cc.so.2`;
  await Deno.writeTextFile(path, "");
  await Deno.writeTextFile(`${folder.path}/libtensorflow_framework.so.2`, "");
  const host = fakeHost({
    env: {
      HOME: folder.path,
      SDARTS_LIBTENSORFLOW: path,
      TF_ENABLE_ONEDNN_OPTS: "0",
    },
  });
  const good = await diagnose({
    host,
    kernels: "4.22.0",
    probe: () => Promise.resolve({ version: "2.21.0", devices: ["CPU"] }),
  });
  assertEquals([good.ok, good.tensorflow, good.onednn, good.problems], [
    true,
    "2.21.0",
    false,
    [],
  ]);
  assertStringIncludes(formatDiagnosis(good), "The engine can run.");
  assertStringIncludes(formatDiagnosis(good), "checked      no: it is loaded");
  const pinned = { ...good.library!, source: "cache" } as const;
  assertStringIncludes(
    formatDiagnosis({ ...good, library: pinned }),
    "checked      by its digest",
  );
  const bad = await diagnose({
    host,
    kernels: "4.22.0",
    probe: () =>
      Promise.reject(
        new LibraryError("damaged", `Cannot open ${path}: no ELF`),
      ),
  });
  assertEquals([bad.ok, bad.problems], [false, [
    `Cannot open ${path}: no ELF`,
  ]]);
});
