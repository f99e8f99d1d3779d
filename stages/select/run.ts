import { publishedText } from "../../nas/graph_cells/published_text.ts";
import type { StageContext } from "../../pipeline/stage.ts";
import { readArchitectureFile } from "../_artifacts/genotype_file.ts";
import { validationFile } from "../_artifacts/evaluation.ts";
import { selectionFile } from "../_artifacts/selection.ts";
import { candidatesOf, pointText } from "./candidates.ts";
import type { SelectParams } from "./params.ts";

/**
 * Selects, among the candidates that `where` describes, the one with the highest validation accuracy; ties go to the lower
 * loss, then to the first. No test image is used.
 */
export async function run(
  context: StageContext<SelectParams>,
): Promise<void> {
  const { where } = context.params;
  const found = candidatesOf(where, {
    genotypes: context.members("genotypes"),
    validations: context.members("validations"),
  });
  if ("trouble" in found) throw new RangeError(found.trouble);
  const candidates = [];
  for (const { genotype, validation } of found) {
    const { top1Accuracy, loss, count, mode } = await validationFile.read(
      validation.path,
    );
    candidates.push({
      point: genotype.point,
      validationAccuracy: top1Accuracy,
      validationLoss: loss,
      images: count,
      ...(mode === undefined ? {} : { mode }),
      path: genotype.path,
    });
  }
  const best = candidates.toSorted((a, b) =>
    b.validationAccuracy - a.validationAccuracy ||
    a.validationLoss - b.validationLoss
  )[0]!;
  const text = await Deno.readTextFile(best.path);
  const genotype = await readArchitectureFile(best.path);
  await Deno.writeTextFile(context.output("genotype"), text);
  await selectionFile.write(context.output("selection"), {
    chosen: best.point,
    python: publishedText(genotype),
    candidates: candidates.map(({ path: _, ...rest }) => rest),
  });
  context.log(
    `${pointText(best.point)} of ${candidates.length}: validation accuracy ${
      best.validationAccuracy.toFixed(4)
    }`,
  );
}
