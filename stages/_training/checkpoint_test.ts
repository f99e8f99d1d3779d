import { join } from "node:path";
import { assertEquals } from "@std/assert";
import { type Checkpoint, openCheckpoints } from "./checkpoint.ts";

const at = (step: number): Checkpoint => ({
  tensors: {
    w: { dtype: "F32", shape: [2], data: Float32Array.of(step, 0.1) },
  },
  position: { step, sum: 0.1 + 0.2 },
});

async function withFolder(body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map((e) => e.name).sort();

Deno.test("openCheckpoints() gives back the newest generation and keeps two", async () => {
  await withFolder(async (folder) => {
    const checkpoints = openCheckpoints(folder);
    assertEquals(await checkpoints.load(), null);
    for (const step of [1, 2, 3]) await checkpoints.save(at(step));
    assertEquals(await checkpoints.load(), at(3));
    assertEquals(
      (await namesIn(folder)).map((name) => name.slice(0, 8)),
      ["00000002", "00000003"],
    );
  });
});

Deno.test("openCheckpoints() skips a corrupt or half-written generation for the one before it", async () => {
  await withFolder(async (folder) => {
    const checkpoints = openCheckpoints(folder);
    await checkpoints.save(at(1));
    await checkpoints.save(at(2));
    const newest = (await namesIn(folder)).at(-1)!;
    const bytes = await Deno.readFile(join(folder, newest));
    bytes[bytes.length - 1]! ^= 1;
    await Deno.writeFile(join(folder, newest), bytes);
    assertEquals(await checkpoints.load(), at(1));
    await Deno.writeFile(join(folder, newest), bytes.subarray(0, 10));
    await Deno.writeFile(join(folder, "writing.tmp"), bytes);
    assertEquals(await checkpoints.load(), at(1));
    await checkpoints.save(at(3));
    assertEquals(await checkpoints.load(), at(3));
  });
});
