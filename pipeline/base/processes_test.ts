import { assert, assertEquals } from "@std/assert";
import { endLeftovers, endProcessTree, processExists } from "./processes.ts";
import { until } from "../../test/support/pipeline/until.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

function sleeper(temp: string): Deno.ChildProcess {
  return new Deno.Command("sleep", {
    args: ["60"],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", TMPDIR: temp },
    detached: true,
  }).spawn();
}

Deno.test("endLeftovers() kills the processes of one temporary folder, and no others", async () => {
  using folder = tempFolder();
  const [mine, other] = [sleeper(folder.path), sleeper(`${folder.path}2`)];
  try {
    // The environment is visible when the child has replaced this program's image.
    while (!Deno.readTextFileSync(`/proc/${mine.pid}/cmdline`).includes("60")) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    endLeftovers(folder.path);
    assertEquals((await mine.status).signal, "SIGKILL");
    assertEquals(processExists(mine.pid), false);
    assert(processExists(other.pid));
    assert(processExists(Deno.pid));
  } finally {
    other.kill("SIGKILL");
    await other.status;
  }
});

Deno.test("endProcessTree() ends a process whose children go on starting others", async () => {
  const child = new Deno.Command("sh", {
    args: [
      "-c",
      "for i in 1 2 3 4; do (while true; do sleep 0.01; done) & done; while true; do sleep 0.01; done",
    ],
    detached: true,
  }).spawn();
  const children = `/proc/${child.pid}/task/${child.pid}/children`;
  try {
    await until(() => Deno.readTextFileSync(children).split(" ").length >= 5);
  } finally {
    endProcessTree(child.pid);
  }
  assertEquals((await child.status).signal, "SIGKILL");
});
