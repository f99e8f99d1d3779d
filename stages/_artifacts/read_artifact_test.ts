import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { evaluation, searchHistory } from "./result_files.ts";
import { readArtifact } from "./read_artifact.ts";
import { reportFixture } from "../../test/support/stages/report_fixture.ts";

async function read<T>(text: string, schema: z.ZodType<T>): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: "history.json" });
  try {
    await Deno.writeTextFile(path, text);
    return await readArtifact(path, schema);
  } finally {
    await Deno.remove(path);
  }
}

const history = reportFixture([0])["searches"]![0]!.value as {
  epochs: Record<string, unknown>[];
};

Deno.test("readArtifact() reads what the schema describes", async () => {
  const { seed, epochs } = await read(JSON.stringify(history), searchHistory);
  assertEquals([seed, epochs.length], [0, 8]);
  assertEquals(epochs[0]!.attackGain, null);
});

Deno.test("readArtifact() names file, field, what was found and what was expected", async () => {
  const wrong = structuredClone(history);
  wrong.epochs[2]!["trainLoss"] = "low";
  const error = await assertRejects(
    () => read(JSON.stringify(wrong), searchHistory),
    TypeError,
    'Expected number but found "low" in ',
  );
  assertEquals(
    error.message.endsWith("history.json at epochs.2.trainLoss"),
    true,
  );
});

Deno.test("readArtifact() names a missing field", async () => {
  await assertRejects(
    () => read("{}", evaluation),
    TypeError,
    "Expected number but found nothing",
  );
});

Deno.test("readArtifact() refuses a search without epochs", async () => {
  await assertRejects(
    () => read(JSON.stringify({ ...history, epochs: [] }), searchHistory),
    TypeError,
    "at epochs",
  );
});

Deno.test("readArtifact() refuses what is not JSON", async () => {
  await assertRejects(
    () => read("{ cut", z.unknown()),
    SyntaxError,
    'Expected JSON but found "{ cut" in ',
  );
});
