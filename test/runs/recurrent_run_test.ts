// A search of a recurrent cell on a text of the user's own, up to the perplexity of a model that is trained around it.
import { join } from "node:path";
import {
  assert,
  assertEquals,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import { writeMadeTexts } from "../support/data/made_text.ts";
import { pipelineFolder } from "../support/pipeline/run_pipeline.ts";
import { ROOT } from "../support/root.ts";

Deno.test("a run of experiments/recurrent.yaml goes from a text to the perplexity of a found cell", async () => {
  await using at = pipelineFolder();
  const folder = join(at.folder, "penn");
  await Deno.mkdir(folder);
  writeMadeTexts(folder, { train: 90, valid: 40, test: 20 });
  const text = (await Deno.readTextFile(
    join(ROOT, "experiments/recurrent.yaml"),
  )).replace("/data/penn", folder).replace(/^ {4}publish: true\n/m, "");
  const accepted = await at.run(text, { command: "accept", args: ["text"] });
  assertEquals(accepted.code, 0, accepted.text);
  const file = await Deno.readTextFile(join(at.folder, "pipeline.yaml"));
  const args = ["--profile", "ci", "--until", "evaluate"].concat(
    [
      "matrix.method=[sdarts-adv]",
      "stages.search.with.nodes=2",
      "stages.search.with.epochs=1",
      "stages.retrain.with.batch=4",
      "stages.retrain.with.length=6",
      "stages.retrain.with.epochs=6",
      "stages.retrain.with.dropout={ words: 0, input: 0, cell: 0, hidden: 0, output: 0 }",
    ].flatMap((setting) => ["--set", setting]),
  );
  const { code, text: said } = await at.run(file, { args });
  assertEquals(code, 0, said);
  assertStringIncludes(said, "text of the user's own: ");
  const [, test] = /test perplexity ([\d.]+), validation/.exec(said) ?? [];
  // nine words, each about as likely
  assertLess(Number(test), 7, said);
  assert(/Genotype\(recurrent=\[\('\w+', 0\), \('\w+', [01]\)\]/.test(said));
  const again = await at.run(file, { args });
  assertStringIncludes(again.text, "ran 0, cached 5");
});
