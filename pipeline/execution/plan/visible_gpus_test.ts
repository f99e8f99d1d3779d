import { assertEquals } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { visibleGpus } from "./visible_gpus.ts";

/** A machine with device nodes of some numbers, and what its driver tells: numbers by bus. */
function machine(
  root: string,
  nodes: readonly number[],
  told: Readonly<Record<string, number>> = {},
): void {
  for (const folder of ["dev", "run/lock", "tmp", "proc/driver/nvidia/gpus"]) {
    Deno.mkdirSync(`${root}/${folder}`, { recursive: true });
  }
  Deno.chmodSync(`${root}/run/lock`, 0o1777);
  Deno.chmodSync(`${root}/tmp`, 0o1777);
  for (const name of ["nvidiactl", "nvidia-uvm", "null"]) {
    Deno.writeTextFileSync(`${root}/dev/${name}`, "");
  }
  for (const node of nodes) {
    Deno.writeTextFileSync(`${root}/dev/nvidia${node}`, "");
  }
  for (const [bus, minor] of Object.entries(told)) {
    const folder = `${root}/proc/driver/nvidia/gpus/${bus}`;
    Deno.mkdirSync(folder);
    Deno.writeTextFileSync(
      `${folder}/information`,
      `Model: \t\t Tesla\nGPU UUID: \t GPU-${minor}e8b\nDevice Minor: \t ${minor}\n`,
    );
  }
}

const named = (root: string, visible?: string) =>
  visibleGpus(
    (name) => name === "CUDA_VISIBLE_DEVICES" ? visible : undefined,
    root,
  ).map(({ name, lock }) => [name, lock?.slice(root.length)]);

Deno.test("visibleGpus() counts the device nodes that are there from 0, and locks them by their own numbers", () => {
  using folder = tempFolder();
  const { path } = folder;
  machine(path, [3]);
  assertEquals(named(path), [["0", "/run/lock/sdarts-gpu-3"]]);
  machine(path, [3, 10, 9]);
  assertEquals(named(path), [
    ["0", "/run/lock/sdarts-gpu-3"],
    ["1", "/run/lock/sdarts-gpu-9"],
    ["2", "/run/lock/sdarts-gpu-10"],
  ]);
});

Deno.test("visibleGpus() counts in the order of buses where the driver tells them", () => {
  using folder = tempFolder();
  const { path } = folder;
  machine(path, [0, 2], { "0000:81:00.0": 0, "0000:03:00.0": 2 });
  // Visible to the driver, but its node is not in this container.
  Deno.mkdirSync(`${path}/proc/driver/nvidia/gpus/0000:01:00.0`);
  Deno.writeTextFileSync(
    `${path}/proc/driver/nvidia/gpus/0000:01:00.0/information`,
    "Device Minor: \t 1\n",
  );
  assertEquals(named(path), [
    ["0", "/run/lock/sdarts-gpu-2"],
    ["1", "/run/lock/sdarts-gpu-0"],
  ]);
});

Deno.test("visibleGpus() takes what a scheduler has made visible, as CUDA reads it", () => {
  using folder = tempFolder();
  const { path } = folder;
  machine(path, [0, 1, 2], { "01": 1, "02": 0, "03": 2 });
  const cases: [string, [string, string][]][] = [
    ["", []],
    ["-1", []],
    ["NoDevFiles", []],
    ["2", [["2", "2"]]],
    ["1, 0", [["1", "0"], ["0", "1"]]],
    ["0,-1,2", [["0", "1"]]],
    ["GPU-2e", [["GPU-2e", "2"]]],
    ["MIG-7a/1", [["MIG-7a/1", "MIG-7a_1"]]],
    ["1,7,0", [["1", "0"]]],
    ["0,0", [["0", "1"]]],
  ];
  for (const [visible, expected] of cases) {
    assertEquals(
      named(path, visible),
      expected.map(([name, lock]) => [name, `/run/lock/sdarts-gpu-${lock}`]),
      visible,
    );
  }
});

Deno.test("visibleGpus() locks where all users can, and finds none without a driver", () => {
  using folder = tempFolder();
  const { path } = folder;
  assertEquals(named(path), []);
  machine(path, [0]);
  Deno.chmodSync(`${path}/run/lock`, 0o755);
  assertEquals(named(path), [["0", "/tmp/sdarts-gpu-0"]]);
  Deno.chmodSync(`${path}/tmp`, 0o777);
  assertEquals(named(path), [["0", undefined]]);
});

Deno.test("visibleGpus() takes one GPU for granted where WSL shows NVIDIA's, and more if they are named", () => {
  using folder = tempFolder();
  const { path } = folder;
  machine(path, []);
  Deno.writeTextFileSync(`${path}/dev/dxg`, "");
  // a GPU of another vendor
  assertEquals(named(path), []);
  Deno.mkdirSync(`${path}/usr/lib/wsl/lib`, { recursive: true });
  Deno.writeTextFileSync(`${path}/usr/lib/wsl/lib/libcuda.so.1`, "");
  assertEquals(named(path), [["0", "/run/lock/sdarts-gpu-0"]]);
  assertEquals(named(path, ""), []);
  assertEquals(named(path, "1,0"), [
    ["1", "/run/lock/sdarts-gpu-1"],
    ["0", "/run/lock/sdarts-gpu-0"],
  ]);
});
