import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "node:path";
import { publishedGenotype } from "../../nas/genotype/published.ts";
import type { Point } from "../../pipeline/stage.ts";
import { runHere, testContext } from "../../pipeline/stage_testing.ts";
import { selectionFile } from "../_artifacts/selection.ts";
import stage from "./stage.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";

interface Candidate {
  readonly point: Point;
  readonly genotype: string;
  readonly accuracy: number;
  readonly loss?: number;
}

const CANDIDATES: readonly Candidate[] = [
  {
    point: { space: "s1", seed: 0 },
    genotype: "sdarts-rs-c10-s1",
    accuracy: 0.7,
  },
  {
    point: { space: "s1", seed: 1 },
    genotype: "sdarts-adv-c10-s1",
    accuracy: 0.8,
    loss: 0.9,
  },
  {
    point: { space: "s1", seed: 2 },
    genotype: "pcdarts-c10-s1",
    accuracy: 0.8,
    loss: 0.8,
  },
  {
    point: { space: "s2", seed: 0 },
    genotype: "sdarts-rs-c10-s2",
    accuracy: 0.95,
  },
];

async function select(
  params: unknown,
  change: (
    validations: { path: string; point: Point }[],
  ) => { path: string; point: Point }[] = (v) => v,
) {
  using folder = tempFolder();
  const genotypes = [];
  const validations = [];
  for (
    const [at, { point, genotype, accuracy, loss = 1 }] of CANDIDATES.entries()
  ) {
    const paths = [
      join(folder.path, `g${at}.json`),
      join(folder.path, `v${at}.json`),
    ];
    await Deno.writeTextFile(
      paths[0]!,
      JSON.stringify(publishedGenotype(genotype)),
    );
    await Deno.writeTextFile(
      paths[1]!,
      JSON.stringify({
        top1Accuracy: accuracy,
        loss,
        count: 50,
        mode: "evaluation",
      }),
    );
    genotypes.push({ path: paths[0]!, point });
    // A short retrain may have an axis of its own.
    validations.push({ path: paths[1]!, point: { ...point, trial: 7 } });
  }
  const outputs = {
    genotype: join(folder.path, "genotype.json"),
    selection: join(folder.path, "selection.json"),
  };
  const { context, logged } = testContext(stage.params.parse(params), {
    members: { genotypes, validations: change(validations) },
    outputs,
    checkpoint: folder.path,
  });

  await runHere(stage, context);
  return {
    logged,
    genotype: JSON.parse(await Deno.readTextFile(outputs.genotype)),
    selection: await selectionFile.read(outputs.selection),
  };
}

Deno.test("select takes the best validation among those that where describes; of equal ones, the lower loss", async () => {
  const { genotype, selection, logged } = await select({
    where: { space: "s1" },
  });
  assertEquals(genotype.genotype, publishedGenotype("pcdarts-c10-s1").genotype);
  assertEquals(selection.chosen, { space: "s1", seed: 2 });
  assertEquals(selection.candidates.length, 3);
  assertEquals(selection.candidates[0]!.validationAccuracy, 0.7);
  assertEquals(selection.candidates[0]!.mode, "evaluation");
  assertEquals(logged, ["space=s1,seed=2 of 3: validation accuracy 0.8000"]);
  const all = await select({});
  assertEquals(all.selection.chosen, { space: "s2", seed: 0 });
});

Deno.test("select says what is missing", async () => {
  await assertRejects(
    () => select({ where: { space: "s3" } }),
    RangeError,
    "Expected candidates with space=s3 but found space=s1,seed=0 and",
  );
  await assertRejects(
    () => select({}, (validations) => validations.slice(1)),
    RangeError,
    "Expected one validation of space=s1,seed=0 but found 0",
  );
  const error = await assertRejects(() =>
    select({}, (validations) =>
      validations.map(({ path, point }) => ({
        path: path.replace(/v(\d).json/, "g$1.json"),
        point,
      })))
  );
  assertMatch(
    (error as Error).message,
    /^Expected number but found nothing in .*g0\.json at top1Accuracy$/,
  );
});
