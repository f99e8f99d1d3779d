import { join } from "node:path";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { encodeSafetensors } from "../../engine/safetensors.ts";
import { sha256 } from "../../test/support/data/make_wheel.ts";
import type { WeightsOwner } from "../_artifacts/weights_owner.ts";
import {
  type Checkpoint,
  encodeState,
  loadState,
  openCheckpoints,
} from "./checkpoint.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

const owner = { kind: "network-checkpoint", digest: "ab" } as const;
const quiet = { owner, log: () => {} };

const at = (step: number): Checkpoint => ({
  tensors: {
    w: { dtype: "F32", shape: [2], data: Float32Array.of(step, 0.1) },
  },
  position: { step, sum: 0.1 + 0.2 },
});

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map((e) => e.name).sort();

Deno.test("openCheckpoints() gives back the newest generation and keeps two", async () => {
  using folder = tempFolder();
  const checkpoints = openCheckpoints(folder.path, quiet);
  assertEquals(await checkpoints.load(), null);
  for (const step of [1, 2, 3]) await checkpoints.save(at(step));
  assertEquals(await checkpoints.load(), at(3));
  assertEquals(
    (await namesIn(folder.path)).map((name) => name.slice(0, 8)),
    ["00000002", "00000003"],
  );
});

Deno.test("openCheckpoints() skips a corrupt or half-written generation for the one before it", async () => {
  using folder = tempFolder();
  const logged: string[] = [];
  const checkpoints = openCheckpoints(folder.path, {
    owner,
    log: (line) => logged.push(line),
  });
  await checkpoints.save(at(1));
  await checkpoints.save(at(2));
  const newest = (await namesIn(folder.path)).at(-1)!;
  const bytes = await Deno.readFile(join(folder.path, newest));
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(join(folder.path, newest), bytes);
  assertEquals(await checkpoints.load(), at(1));
  assertStringIncludes(
    logged.join(),
    `passes over a checkpoint: Expected the digest ${newest.slice(9, 41)} but`,
  );
  await Deno.writeFile(join(folder.path, newest), bytes.subarray(0, 10));
  await Deno.writeFile(join(folder.path, "writing.tmp"), bytes);
  assertEquals(await checkpoints.load(), at(1));
  await checkpoints.save(at(3));
  assertEquals(await checkpoints.load(), at(3));
});

Deno.test("openCheckpoints() skips a generation with a number that is not finite, and clears all", async () => {
  using folder = tempFolder();
  const logged: string[] = [];
  const checkpoints = openCheckpoints(folder.path, {
    owner,
    log: (line) => logged.push(line),
  });
  const variance = (value: number): Checkpoint => ({
    ...at(1),
    tensors: {
      running_variance: {
        dtype: "F32",
        shape: [1],
        data: Float32Array.of(value),
      },
    },
  });
  await checkpoints.save(at(1));
  for (const bad of [at(NaN), at(Infinity), variance(NaN), variance(-1)]) {
    await checkpoints.save(at(1));
    await checkpoints.save(bad);
    assertEquals(await checkpoints.load(), at(1));
  }
  assertEquals(
    logged.map((line) => line.replace(/ in \/.*/, "")),
    [
      "finite numbers but found 1 of 2 not finite, the first (NaN) in w",
      "finite numbers but found 1 of 2 not finite, the first (Infinity) in w",
      "finite numbers but found 1 of 1 not finite, the first (NaN) in running_variance",
      "variances of 0 or more but found 1 of 1 negative or not finite, the first (-1) in running_variance",
    ].map((line) => `passes over a checkpoint: Expected ${line}`),
  );
  await checkpoints.clear();
  assertEquals(await checkpoints.load(), null);
  assertEquals(await namesIn(folder.path), []);
});

Deno.test("loadState() gives back the newest state and logs where the training resumes", async () => {
  using folder = tempFolder();
  const checkpoints = openCheckpoints(folder.path, quiet);
  const logged: string[] = [];
  const load = () => loadState(checkpoints, (line) => logged.push(line));
  assertEquals(await load(), undefined);
  assertEquals(logged, []);
  const state = { tensors: at(1).tensors, epoch: 2, step: 0, history: [0.5] };
  await checkpoints.save(encodeState(state));
  assertEquals(await load(), state);
  assertEquals(logged, ["resumes from its checkpoint at epoch 3 step 1"]);
});

Deno.test("openCheckpoints() passes over a generation of another kind, genotype or of nobody, and says so", async () => {
  using folder = tempFolder();
  const logged: string[] = [];
  const open = (of: WeightsOwner) =>
    openCheckpoints(folder.path, {
      owner: of,
      log: (line) => logged.push(line),
    });
  await open(owner).save(at(1));
  await open({ ...owner, digest: "cd" }).save(at(2));
  assertEquals(await open(owner).load(), at(1));
  assertEquals(
    await open({ kind: "supernet-checkpoint", digest: "ab" }).load(),
    null,
  );
  assertEquals(
    logged.map((line) => line.replace(/ in .*-[0-9a-f]{32}\./, " in NAME.")),
    [
      "passes over a checkpoint: Expected the network-checkpoint of genotype ab but found that of genotype cd",
      "passes over a checkpoint: Expected kind supernet-checkpoint but found kind network-checkpoint",
      "passes over a checkpoint: Expected kind supernet-checkpoint but found kind network-checkpoint",
    ].map((line) => `${line} in NAME.safetensors`),
  );
  logged.length = 0;
  const bytes = encodeSafetensors(at(3).tensors, { position: "{}" });
  const digest = sha256(bytes).slice(0, 32);
  await Deno.writeFile(
    join(folder.path, `00000009-${digest}.safetensors`),
    bytes,
  );
  assertEquals(await open({ ...owner, digest: "cd" }).load(), at(2));
  assertStringIncludes(
    logged.join(),
    "Expected the owner network-checkpoint cd but found none in",
  );
});
