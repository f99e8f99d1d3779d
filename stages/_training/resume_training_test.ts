import { assertEquals } from "@std/assert";
import { NonFiniteError } from "../../common/non_finite.ts";
import { testContext } from "../../pipeline/stage_testing.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { openCheckpoints, type TrainingState } from "./checkpoint.ts";
import { dataWait } from "./data_wait.ts";
import { resumeTraining } from "./resume_training.ts";

const owner = { kind: "network-checkpoint", digest: "ab" } as const;
const quiet = { owner, log: () => {} };

const at = (epoch: number): TrainingState => ({
  tensors: {
    w: { dtype: "F32", shape: [1], data: Float32Array.of(epoch) },
  },
  epoch,
  step: 0,
});

/** Trains four epochs and saves after each, up to one that fails. */
async function attempt(
  folder: string,
  fail: { readonly at: number; readonly error: Error },
) {
  const { context, logged } = testContext({}, {
    outputs: {},
    checkpoint: folder,
  });
  const message = await resumeTraining(context, {
    wait: dataWait(),
    owner,
    initial: () => at(0),
    train: async (from, afterStep) => {
      for (let { epoch } = from; epoch < 4; epoch++) {
        if (epoch === fail.at) throw fail.error;
        await afterStep({
          done: epoch + 1,
          total: 4,
          last: { epoch: epoch + 1 },
          epochEnd: true,
          state: () => at(epoch + 1),
        });
      }
      return at(4);
    },
  }).then(() => "trained", (error) => error.message);
  return { message, logged };
}

Deno.test("a training that fails by a number keeps its checkpoint for one more run and is not gone on from twice", async () => {
  using folder = tempFolder();
  const error = new NonFiniteError("Expected a number", {
    images: { training: [4] },
  });
  const first = await attempt(folder.path, { at: 2, error });
  assertEquals(first, {
    message:
      "Expected a number; last good checkpoint: epoch 3 step 1, from which the next run goes on; images of the training batch: 4",
    logged: [],
  });
  const second = await attempt(folder.path, { at: 2, error });
  assertEquals(second, {
    message:
      "Expected a number; last good checkpoint: epoch 3 step 1, from which this run went on in vain: it is removed, and the next run starts from the beginning; images of the training batch: 4",
    logged: ["resumes from its checkpoint at epoch 3 step 1"],
  });
  assertEquals(await openCheckpoints(folder.path, quiet).load(), null);
  assertEquals(await attempt(folder.path, { at: 2, error }), first);
  // One that came further keeps what it saved.
  const further = await attempt(folder.path, { at: 3, error });
  assertEquals(further.logged, [
    "resumes from its checkpoint at epoch 3 step 1",
  ]);
  assertEquals((await openCheckpoints(folder.path, quiet).load())?.position, {
    epoch: 3,
    step: 0,
  });
  assertEquals(
    (await attempt(folder.path, { at: 9, error })).message,
    "trained",
  );
});

Deno.test("a training that fails before its first checkpoint says so, and other failures leave checkpoints alone", async () => {
  using folder = tempFolder();
  const error = new NonFiniteError("Expected a number");
  assertEquals(
    (await attempt(folder.path, { at: 0, error })).message,
    "Expected a number; last good checkpoint: none yet",
  );
  await openCheckpoints(folder.path, quiet).save({
    tensors: at(2).tensors,
    position: { epoch: 2, step: 0 },
  });
  const full = new Error("no space is left");
  for (let run = 0; run < 2; run++) {
    const { message } = await attempt(folder.path, { at: 2, error: full });
    assertEquals(message, "no space is left");
  }
  assertEquals(
    (await openCheckpoints(folder.path, quiet).load())?.tensors,
    at(2).tensors,
  );
});
