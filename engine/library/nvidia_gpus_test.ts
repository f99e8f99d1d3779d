import { assertEquals } from "@std/assert";
import {
  fakeHost,
  type FakeHostOptions,
} from "../../test/support/data/fake_host.ts";
import { nvidiaGpus } from "./nvidia_gpus.ts";

const gpu = (model: string) => `Model: \t\t ${model}\nIRQ:   \t\t 42\n`;
const at = (bus: string) => `/proc/driver/nvidia/gpus/${bus}/information`;

const MACHINES: [string, FakeHostOptions, { model: string; driver: string }][] =
  [
    ["two GPUs of one model", {
      files: {
        "/proc/driver/nvidia/version":
          "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5\nGCC version: 12\n",
        [at("0000:01:00.0")]: gpu("NVIDIA H200"),
        [at("0000:41:00.0")]: gpu("NVIDIA H200"),
      },
    }, { model: "NVIDIA H200", driver: "550.54.15" }],
    ["several models and the open driver", {
      files: {
        "/proc/driver/nvidia/version":
          "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.05  Release Build\n",
        [at("0000:01:00.0")]: gpu("NVIDIA L4"),
        [at("0000:41:00.0")]: gpu("NVIDIA A100-SXM4-80GB"),
      },
    }, { model: "NVIDIA A100-SXM4-80GB + NVIDIA L4", driver: "560.35.05" }],
    ["no files of the driver, as under WSL", {
      run: (command) =>
        command === "nvidia-smi"
          ? { stdout: "NVIDIA GeForce RTX 4090, 551.86\n" }
          : undefined,
    }, { model: "NVIDIA GeForce RTX 4090", driver: "551.86" }],
    ["WSL without its programs on the path", {
      run: (command) =>
        command === "/usr/lib/wsl/lib/nvidia-smi"
          ? { stdout: "NVIDIA GeForce RTX 4090, 551.86\n" }
          : undefined,
    }, { model: "NVIDIA GeForce RTX 4090", driver: "551.86" }],
    ["nothing that tells", {}, { model: "unknown", driver: "unknown" }],
  ];

for (const [name, options, expected] of MACHINES) {
  Deno.test(`nvidiaGpus() names model and driver: ${name}`, async () => {
    assertEquals(await nvidiaGpus(fakeHost(options)), expected);
  });
}
