import { lineGroups } from "./line_groups.ts";
import { mean } from "../../../common/moments.ts";
import { isFiniteNumber } from "../statistics/aggregate.ts";
import type { Hessian } from "../../_artifacts/hessian.ts";
import { lineChart, type Sample } from "../charts/line_chart.ts";
import { fixed, plural } from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import type { Markup } from "../html/markup.ts";
import { namedArtifacts } from "./search_notes.ts";

/** Eigenvalues in descending order, each the mean over batches. */
export function meanSpectrum({ batches }: Pick<Hessian, "batches">): Sample[] {
  const sorted = batches.map(({ eigenvalues }) =>
    eigenvalues.filter(isFiniteNumber).sort((a, b) => b - a)
  );
  const length = Math.min(...sorted.map((values) => values.length));
  return Array.from({ length }, (_, rank) => {
    return [rank + 1, mean(sorted.map((spectrum) => spectrum[rank]!))];
  });
}

/** Sentence on how the Hessians were computed; undefined without them. */
export function hessianNote(groups: readonly Group[]): string | undefined {
  const hessians = namedArtifacts(groups, "hessian");
  const [first] = hessians;
  if (first === undefined) return undefined;
  const { dimension, batches, batchSize, mode, weightDecayDiagonal } =
    first.value;
  const ends = batches.some(({ residuals }) => residuals != null);
  const open = hessians.filter(({ value }) =>
    value.convergence?.top === "unconverged"
  ).map(({ name }) => name);
  return `Hessian: ${
    ends ? "both ends of the spectrum, by Lanczos's iteration" : "exact"
  }, of the validation loss in the ${dimension} raw alphas at the end of the search, on ${
    plural(batches.length, "fixed batch")
  } of ${batchSize} images, batch normalisation in ${mode} mode, with ${weightDecayDiagonal} of weight decay on the diagonal.${
    open.length === 0
      ? ""
      : ` The largest eigenvalue did not converge in ${
        plural(open.length, "search")
      } and is left out: ${open.join("; ")}.`
  }`;
}

/** Chart of the spectra; undefined if no whole spectrum was computed. */
export function spectrumChart(groups: readonly Group[]): Markup | undefined {
  return lineChart({
    title: "Hessian spectrum",
    caption: "Eigenvalues from the largest down, mean over batches.",
    x: "rank",
    y: "eigenvalue",
    format: fixed(2),
    include: 0,
    groups: lineGroups(groups, "hessian", ({ found }) => {
      const { value } = found.hessian!;
      return value.batches.every(({ residuals }) => residuals == null)
        ? meanSpectrum(value)
        : [];
    }),
  });
}
