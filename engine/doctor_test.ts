import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fakeHost } from "../test/support/data/fake_host.ts";
import { diagnose } from "./diagnosis.ts";
import { formatDiagnosis } from "./format_diagnosis.ts";
import { runDoctor } from "./doctor.ts";
import { LibraryError } from "./library/library_error.ts";
import type { Probe } from "./library/probe.ts";
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
    "No libtensorflow yet (tensorflow-cpu 2.21.0): the first run downloads 274 MB, or do it now with `sdarts doctor --install` (in a checkout `deno task doctor --install`)",
  );
});

Deno.test("runDoctor() ends with 1 on a system on which the engine refuses to run, whatever is installed", async () => {
  for (const os of ["darwin", "windows"]) {
    const { status, out } = await doctor(
      [],
      fakeHost({ env: { HOME: "/nowhere" }, os }),
    );
    assertEquals(status, 1);
    assertMatch(out, new RegExp(`Expected Linux.* but found ${os} on x86_64`));
    assertEquals(out.includes("The engine can run."), false);
  }
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
  assertStringIncludes(answer.problems[0], "on riscv64");
});

Deno.test("runDoctor() refuses unknown arguments", async () => {
  const { status, err } = await doctor(["--fast"]);
  assertEquals(status, 2);
  assertStringIncludes(
    err,
    "Expected --json, --install or --gpu but found --fast",
  );
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
    probe: () =>
      Promise.resolve({
        version: "2.21.0",
        devices: ["CPU"],
        gpu: { libraries: {} },
      }),
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

Deno.test("diagnose() is not content where a stage with a GPU would not run: other device, no context, no CUDA", async () => {
  using folder = tempFolder();
  const path = `${folder.path}/libtensorflow_cc.so.2`;
  await Deno.writeTextFile(path, "");
  await Deno.writeTextFile(`${folder.path}/libtensorflow_framework.so.2`, "");
  const machine = {
    env: { HOME: folder.path, SDARTS_LIBTENSORFLOW: path },
    exists: ["/lib64/ld-linux-x86-64.so.2"],
    files: {
      "/dev/nvidia3": "",
      "/proc/driver/nvidia/version":
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.05  Release Build\n",
      "/proc/driver/nvidia/gpus/0000:01:00.0/information":
        "Model: \t\t NVIDIA H200\n",
    },
  };
  const libraries = { cudart: "12.9", cudnn: "9.28.0" };
  const at = async (probe: Partial<Probe>, env = machine.env) => {
    const seen: Readonly<Record<string, string>>[] = [];
    const diagnosis = await diagnose({
      host: fakeHost({ ...machine, env }),
      kernels: "4.22.0",
      probe: (_library, _host, variables) => {
        seen.push(variables);
        return Promise.resolve({
          version: "2.21.0",
          devices: ["CPU"],
          gpu: { libraries, complete: false },
          ...probe,
        });
      },
    });
    return {
      ...diagnosis,
      variables: seen[0],
      text: formatDiagnosis(diagnosis),
    };
  };
  const good = await at({ devices: ["CPU", "GPU"] });
  assertEquals([good.ok, good.problems], [true, []]);
  assertStringIncludes(
    good.text,
    "GPU            NVIDIA H200, driver 560.35.05",
  );
  assertStringIncludes(good.text, "CUDA           cudart 12.9, cudnn 9.28.0");
  // a stage has no LD_LIBRARY_PATH, so the probe has none
  assertEquals(good.variables?.["SDARTS_DEVICE"], "gpu");
  assertEquals(good.variables?.["LD_LIBRARY_PATH"], undefined);
  const cpu = await at({});
  assertEquals(cpu.ok, false);
  assertStringIncludes(
    cpu.problems.join(),
    "Expected a GPU but TensorFlow opens the CPU: the driver of the GPU (libcuda.so.1) does not open",
  );
  const none = await at({ devices: [], trouble: "no memory" });
  assertEquals([none.ok, none.problems], [false, [
    "Cannot make a TensorFlow context: no memory",
  ]]);
  const pinned = await at({}, { HOME: folder.path } as typeof machine.env);
  assertEquals(pinned.ok, false);
  assertStringIncludes(
    pinned.problems.join(),
    "No CUDA libraries yet (cuda-runtime, cublas, cudnn, cufft, cusolver, cusparse, nvjitlink, cuda-nvrtc): the first run with a GPU downloads 2336 MB",
  );
});
