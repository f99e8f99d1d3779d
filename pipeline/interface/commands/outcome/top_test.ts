import { assertEquals } from "@std/assert";
import { parquetReadObjects } from "hyparquet";
import { toyProject } from "../../../../test/support/pipeline/toy_project.ts";

const PIPELINE = `name: sweep
matrix: { lr: [0.1, 1], seed: [0, 1] }
stages:
  train: { use: train, with: { lr: $lr, seed: $seed } }
`;

const TRAIN = `import { z } from "zod";
import { defineStage } from ${
  JSON.stringify(import.meta.resolve("../../../stage.ts"))
};
export default defineStage({
  name: "train",
  description: "makes a curve, fails once",
  params: z.strictObject({ lr: z.number(), seed: z.number() }),
  inputs: {},
  outputs: { history: { kind: "history", path: "history.json" } },
  run: async ({ params: { lr, seed }, output }) => {
    if (lr === 1 && seed === 1) throw new Error("Expected luck but found none");
    const epochs = [{ epoch: 1, validAccuracy: 0.1 }, { epoch: 2, validAccuracy: (lr + seed) / 2 }];
    const text = JSON.stringify({ seed, epochs, gates: 8 * lr });
    await Deno.writeTextFile(output("history"), text);
  },
});
`;

Deno.test("top lists configurations by a metric, joins seeds, and tells what failed; export writes the same rows", async () => {
  await using project = toyProject(PIPELINE);
  project.write("stages/train/stage.ts", TRAIN);
  assertEquals((await project.run("run", "a.yaml", "-k", "-j", "2")).code, 1);

  const text = await project.run("top", "a.yaml", "--by", "valid_accuracy");
  assertEquals(text.code, 0, text.err);
  assertEquals(
    text.out,
    `    lr  validAccuracy  n  state
1    1            0.5  1  1 done, 1 failed
2  0.1     0.3 ± 0.35  2  done
`,
  );
  assertEquals(
    text.err,
    `train.validAccuracy: more is better; mean ± sd over seed
1 failed, which no number includes: train@lr=1,seed=1
`,
  );

  const some = ["--max", "--where", "lr=1e-1"];
  const csv = await project.run(
    ...["top", "a.yaml", "--by", "train.gates", "--csv", ...some],
  );
  assertEquals(
    csv.out,
    `lr,state,train.gates,train.gates sd,train.gates n,train.validAccuracy,train.validAccuracy sd,train.validAccuracy n
0.1,done,0.8,0,2,0.30000000000000004,0.3535533905932738,2
`,
  );
  const json = await project.run(
    ...["top", "a.yaml", "--by", "gates", "--json", ...some],
  );
  assertEquals(JSON.parse(json.out).rows, [{
    point: { lr: 0.1 },
    instances: [0, 1].map((seed) => ({
      name: `train@lr=0.1,seed=${seed}`,
      state: "done",
    })),
    metrics: {
      "train.gates": { n: 2, mean: 0.8, sd: 0 },
      "train.validAccuracy": {
        n: 2,
        mean: 0.30000000000000004,
        sd: 0.3535533905932738,
      },
    },
  }]);
  const unclear = await project.run("top", "a.yaml", "--by", "gates");
  assertEquals([unclear.code, unclear.out, unclear.err], [
    2,
    "",
    "Expected --max or --min, as neither the declaration nor the name of train.gates says whether more or less is better\n",
  ]);

  assertEquals((await project.run("export", "csv", "a.yaml")).code, 0);
  assertEquals(
    project.read("sweep-export/table.csv"),
    `lr,seed,state,train.validAccuracy,train.gates
0.1,0,done,0.05,0.8
0.1,1,done,0.55,0.8
1,0,done,0.5,8
1,1,failed,,
`,
  );
  assertEquals((await project.run("export", "parquet", "a.yaml")).code, 0);
  const { buffer } = Deno.readFileSync(
    `${project.folder}/sweep-export/means.parquet`,
  );
  assertEquals(
    (await parquetReadObjects({ file: buffer })).map((row) =>
      Object.values(row)
    ),
    [
      [0.1, "done", 0.30000000000000004, 0.3535533905932738, 2, 0.8, 0, 2],
      [1, "1 done, 1 failed", 0.5, null, 1, 8, null, 1],
    ],
  );
});
