import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { gpuPool } from "./gpu_pool.ts";
import { lockGpus } from "./lock_gpus.ts";

const gpusIn = (folder: string) =>
  ["0", "1"].map((name) => ({ name, lock: `${folder}/gpu-${name}` }));

/** Takes GPUs, and tells when it has to wait. */
function quiet(onWait = () => {}): {
  onWait: () => void;
  signal: AbortSignal;
} {
  return { onWait, signal: new AbortController().signal };
}

const names = ({ gpus }: { gpus: readonly { name: string }[] }) =>
  gpus.map(({ name }) => name);

Deno.test("two runs never hold one GPU, and one that waits for two holds none", async () => {
  using folder = tempFolder();
  const [mine, theirs] = [1, 2].map(() => gpuPool(gpusIn(folder.path)));
  const first = await mine!.take(1, quiet());
  assertEquals(names(first), ["0"]);
  let waits = 0;
  const both = theirs!.take(2, quiet(() => waits++));
  assertEquals(waits, 1);
  const second = await mine!.take(1, quiet());
  assertEquals(names(second), ["1"]);
  await assertRejects(
    () => mine!.take(1, quiet()),
    RangeError,
    "Expected 1 free GPUs but found 0",
  );
  first.release();
  second.release();
  const all = await both;
  assertEquals([names(all), waits], [["0", "1"], 1]);
  all.release();
});

Deno.test("a GPU that is given back twice is free once", async () => {
  using folder = tempFolder();
  const pool = gpuPool(gpusIn(folder.path));
  const held = await pool.take(1, quiet());
  held.release();
  held.release();
  // A pool that counts it twice would wait.
  const ended = { ...quiet(), signal: AbortSignal.abort() };
  await assertRejects(
    () => pool.take(3, ended),
    RangeError,
    "Expected 3 free GPUs but found 2",
  );
});

Deno.test("waiting for a GPU ends with the run", async () => {
  using folder = tempFolder();
  const gpus = gpusIn(folder.path);
  const held = lockGpus(gpus, 2)!;
  const stop = new AbortController();
  const wait = gpuPool(gpus).take(1, { onWait: () => {}, signal: stop.signal });
  stop.abort(new Error("stopped"));
  await assertRejects(() => wait, Error, "stopped");
  held.release();
});

Deno.test("a stage process that outlived its run keeps its GPU", () => {
  using folder = tempFolder();
  const gpus = gpusIn(folder.path);
  lockGpus(gpus, 2)!.release();
  using orphan = Deno.openSync(`${gpus[0]!.lock}.stage`);
  orphan.lockSync(true);
  const held = lockGpus(gpus, 1)!;
  assertEquals(names(held), ["1"]);
  held.release();
  assertEquals(lockGpus(gpus, 2), undefined);
});

Deno.test({
  name: "the lock of another user is respected, and its death frees the GPU",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    using folder = tempFolder();
    const gpus = gpusIn(folder.path);
    const [{ lock }] = gpus as [typeof gpus[number]];
    lockGpus(gpus, 2)!.release();
    Deno.chmodSync(folder.path, 0o1777);
    assertEquals(Deno.statSync(lock).mode! & 0o777, 0o644);
    const other = new Deno.Command("flock", {
      args: ["-o", "-x", lock, "-c", "echo held; read end"],
      // The other user may not enter the folder of the tests.
      cwd: "/",
      ...(Deno.uid() === 0 ? { uid: 65534, gid: 65534 } : {}),
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = other.stdout.getReader();
    assertEquals(
      new TextDecoder().decode((await reader.read()).value),
      "held\n",
    );
    assertEquals(lockGpus(gpus, 2), undefined);
    other.kill("SIGKILL");
    await other.status;
    const held = lockGpus(gpus, 2)!;
    assertEquals(names(held), ["0", "1"]);
    held.release();
    await other.stdin.close();
    await reader.cancel();
  },
});

Deno.test("lockGpus() says in one line where it cannot lock", () => {
  assertThrows(
    () => lockGpus([{ name: "0", lock: "/nowhere/gpu-0" }], 1),
    Error,
    "Cannot lock a GPU against other runs of this machine: ",
  );
});
