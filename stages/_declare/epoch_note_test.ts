import { assertEquals } from "@std/assert";
import { note as projectNote } from "../project/note.ts";
import { projectParams } from "../project/params.ts";
import { note as retrainNote } from "../retrain/note.ts";
import { retrainParams } from "../retrain/params.ts";
import { note as searchNote } from "../search/note.ts";
import { searchParams } from "../search/params.ts";

const progress = {
  done: 1,
  total: 2,
  unit: "step",
  metrics: { step: 2, values: { validAccuracy: 0.4, trainAccuracy: 0.52345 } },
};

Deno.test("trainings say which epoch has ended and how good it was", () => {
  const search = searchParams.parse({
    space: "s2",
    method: "darts",
    epochs: 8,
  });
  const retrain = retrainParams.parse({ epochs: 9 });
  const project = projectParams.parse({});
  assertEquals(
    [
      searchNote(progress, search),
      retrainNote(progress, retrain),
      projectNote(progress, project),
    ],
    [
      "epoch 3/8, validation accuracy 0.400",
      "epoch 3/9, training accuracy 0.523",
      "epoch 3, training accuracy 0.523",
    ],
  );
  assertEquals(
    searchNote({ done: 0, total: 2, unit: "step" }, search),
    undefined,
  );
});
