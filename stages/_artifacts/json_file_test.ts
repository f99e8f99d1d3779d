import { assertEquals, assertRejects } from "@std/assert";
import { z } from "zod";
import { evaluationFile } from "./evaluation.ts";
import { jsonArtifact, readArtifact } from "./json_file.ts";
import { searchHistoryFile } from "./search_history.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { reportFixture } from "../../test/support/stages/report_fixture.ts";

async function read<T>(
  text: string,
  reader: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: "history.json" });
  try {
    await Deno.writeTextFile(path, text);
    return await reader(path);
  } finally {
    await Deno.remove(path);
  }
}

const history = reportFixture([0])["searches"]![0]!.value as {
  epochs: Record<string, unknown>[];
};

Deno.test("an artifact is read as its schema describes it", async () => {
  const { seed, epochs } = await read(
    JSON.stringify(history),
    searchHistoryFile.read,
  );
  assertEquals([seed, epochs.length], [0, 8]);
  assertEquals(epochs[0]!.attackGain, null);
});

Deno.test("a reader names file, field, what was found and what was expected", async () => {
  const wrong = structuredClone(history);
  wrong.epochs[2]!["trainLoss"] = "low";
  const error = await assertRejects(
    () => read(JSON.stringify(wrong), searchHistoryFile.read),
    TypeError,
    'Expected number but found "low" in ',
  );
  assertEquals(
    error.message.endsWith("history.json at epochs.2.trainLoss"),
    true,
  );
});

Deno.test("a reader names a missing field, an option and a choice in plain words", async () => {
  await assertRejects(
    () => read("{}", evaluationFile.read),
    TypeError,
    "Expected number but found nothing",
  );
  const refuse = (schema: z.ZodType, message: string) =>
    assertRejects(
      () => read('{ "a": [7] }', (path) => readArtifact(path, schema)),
      TypeError,
      message,
    );
  await refuse(
    z.object({ a: z.array(z.literal(8)) }),
    "Expected 8 but found 7 in ",
  );
  await refuse(
    z.object({ a: z.array(z.union([z.string(), z.boolean()])) }),
    "Expected another value but found 7 in ",
  );
  await refuse(
    z.object({ a: z.array(z.number()).min(2) }),
    "Expected array to have >=2 items but found [7] in ",
  );
  await refuse(
    z.object({ a: z.array(z.number()).refine(() => false, "Expected peace") }),
    "Expected peace but found [7] in ",
  );
  await refuse(z.string(), "at the whole file");
});

Deno.test("a reader refuses a search without epochs", async () => {
  await assertRejects(
    () =>
      read(JSON.stringify({ ...history, epochs: [] }), searchHistoryFile.read),
    TypeError,
    "at epochs",
  );
});

Deno.test("a reader refuses what is not JSON", async () => {
  await assertRejects(
    () => read("{ cut", (path) => readArtifact(path, z.unknown())),
    SyntaxError,
    'Expected JSON but found "{ cut" in ',
  );
});

Deno.test("jsonArtifact() writes no null for a number that is not finite, but names its place", async () => {
  const artifact = jsonArtifact(z.unknown());
  using folder = tempFolder();
  const path = `${folder.path}/history.json`;
  for (const bad of [NaN, Infinity, -Infinity]) {
    await assertRejects(
      () => artifact.write(path, { epochs: [{ loss: 1 }, { loss: bad }] }),
      RangeError,
      `Expected a finite number but found ${bad} in ${path} at epochs.1.loss`,
    );
    await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  }
});

Deno.test("jsonArtifact() writes with its indentation and a final newline, and reads it back", async () => {
  const path = await Deno.makeTempFile();
  try {
    const schema = z.object({ b: z.number(), a: z.array(z.number()) });
    const value = { b: 1, a: [2] };
    for (const indentation of [0, 1, 2]) {
      const file = jsonArtifact(schema, indentation);
      await file.write(path, value);
      assertEquals(
        await Deno.readTextFile(path),
        JSON.stringify(value, null, indentation) + "\n",
      );
      assertEquals(await file.read(path), value);
    }
  } finally {
    await Deno.remove(path);
  }
});
