import { formatPythonGenotype } from "../../nas/genotype/python_genotype.ts";
import type { Member, Point, StageContext } from "../../pipeline/stage.ts";
import { readGenotypeFile } from "../_artifacts/genotype_file.ts";
import { validationFile } from "../_artifacts/evaluation.ts";
import { selectionFile } from "../_artifacts/selection.ts";
import type { SelectParams } from "./params.ts";

/** Coordinates as text: `space=s1,seed=2`. */
function pointText(point: Point): string {
  return Object.entries(point).map(([axis, value]) => `${axis}=${value}`)
    .join(",");
}

const within = (part: Point, whole: Point) =>
  Object.entries(part).every(([axis, value]) => whole[axis] === value);

/** The only validation whose coordinates contain those of a genotype. */
function validationOf(
  genotype: Member,
  validations: readonly Member[],
): Member {
  const own = validations.filter(({ point }) => within(genotype.point, point));
  if (own.length !== 1) {
    throw new RangeError(
      `Expected one validation of ${
        pointText(genotype.point)
      } but found ${own.length}`,
    );
  }
  return own[0]!;
}

/**
 * Selects, among the candidates that `where` describes, the one with the highest validation accuracy; ties go to the lower
 * loss, then to the first. No test image is used.
 */
export async function run(
  context: StageContext<SelectParams>,
): Promise<void> {
  const { where } = context.params;
  const genotypes = context.members("genotypes")
    .filter(({ point }) => within(where, point));
  if (genotypes.length === 0) {
    throw new RangeError(
      `Expected candidates with ${pointText(where)} but found ${
        context.members("genotypes").map(({ point }) => pointText(point))
          .join(" and ")
      }`,
    );
  }
  const candidates = [];
  for (const genotype of genotypes) {
    const { path } = validationOf(genotype, context.members("validations"));
    const { top1Accuracy, loss, count } = await validationFile.read(path);
    candidates.push({
      point: genotype.point,
      validationAccuracy: top1Accuracy,
      validationLoss: loss,
      images: count,
      path: genotype.path,
    });
  }
  const best = candidates.toSorted((a, b) =>
    b.validationAccuracy - a.validationAccuracy ||
    a.validationLoss - b.validationLoss
  )[0]!;
  const text = await Deno.readTextFile(best.path);
  const genotype = await readGenotypeFile(best.path);
  await Deno.writeTextFile(context.output("genotype"), text);
  await selectionFile.write(context.output("selection"), {
    chosen: best.point,
    python: formatPythonGenotype(genotype),
    candidates: candidates.map(({ path: _, ...rest }) => rest),
  });
  context.log(
    `${pointText(best.point)} of ${candidates.length}: validation accuracy ${
      best.validationAccuracy.toFixed(4)
    }`,
  );
}
