import type { RecurrentGenotype } from "../../nas/recurrent/recurrent_genotype.ts";
import { formatRecurrent } from "../../nas/recurrent/recurrent_text.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { recurrentGenotypeFile } from "../_language/recurrent_genotype.ts";

/** Writes the cell as `derive_text` does. */
export async function run(
  context: StageContext<unknown, RecurrentGenotype>,
): Promise<void> {
  const genotype = context.choices;
  const python = formatRecurrent(genotype);
  await recurrentGenotypeFile.write(context.output("genotype"), {
    space: "recurrent",
    genotype: {
      recurrent: genotype.recurrent.map(([name, source]) => [name, source]),
      concat: [...genotype.concat],
    },
    python,
  });
  context.log(python);
}
