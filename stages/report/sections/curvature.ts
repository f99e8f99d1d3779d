import { isFiniteNumber } from "../aggregate.ts";
import type { Hessian } from "../artifacts.ts";
import { dotChart } from "../charts/dot_chart.ts";
import { lineChart, type Sample } from "../charts/line_chart.ts";
import { fixed } from "../format.ts";
import { type Group, runLabel } from "../group_runs.ts";
import { html, type Markup } from "../html.ts";
import { distinctRuns, metricOf } from "../metrics.ts";

/** Eigenvalues from the largest down, each the mean over batches. */
export function meanSpectrum({ batches }: Hessian): Sample[] {
  const sorted = batches.map(({ eigenvalues }) =>
    eigenvalues.filter(isFiniteNumber).sort((a, b) => b - a)
  );
  const length = Math.min(...sorted.map((values) => values.length));
  return Array.from({ length }, (_, rank) => {
    const values = sorted.map((spectrum) => spectrum[rank]!);
    return [rank + 1, values.reduce((a, b) => a + b) / values.length];
  });
}

function describe(hessians: readonly Hessian[]): string {
  const [{ dimension, batchSize, mode, batches, weightDecayDiagonal }] =
    hessians as [Hessian];
  return `Exact Hessian of the validation loss in the ${dimension} raw alphas at the end of the search, on ${batches.length} fixed batch${
    batches.length === 1 ? "" : "es"
  } of ${batchSize} images, batch normalisation in ${mode} mode, with ${weightDecayDiagonal} of weight decay on the diagonal.`;
}

/** Top eigenvalues and spectra; nothing where no Hessian was computed. */
export function curvature(groups: readonly Group[]): Markup | undefined {
  const known = groups.map((group, colour) => ({
    ...group,
    colour,
    runs: distinctRuns(group, "hessian_top"),
  }));
  const hessians = known.flatMap(({ runs }) =>
    runs.map((run) => run.found.hessian!.value)
  );
  if (hessians.length === 0) return undefined;
  const top = dotChart({
    title: "Largest eigenvalue.",
    caption:
      "Large dots: mean over batches for a seed. Small dots: batches. Bar: mean over seeds.",
    y: "largest eigenvalue",
    format: fixed(3),
    include: 0,
    groups: known.map(({ label, colour, runs }) => ({
      label,
      colour,
      dots: runs.flatMap((run) => {
        const value = metricOf(run, "hessian_top");
        return value === null ? [] : { label: runLabel(run), value };
      }),
      details: runs.flatMap((run) =>
        run.found.hessian!.value.batches.flatMap(({ top }, i) =>
          top === null
            ? []
            : { label: `${runLabel(run)}, batch ${i + 1}`, value: top }
        )
      ),
    })),
  });
  const spectra = lineChart({
    title: "Spectrum.",
    caption: "Eigenvalues from the largest down, mean over batches.",
    x: "rank",
    y: "eigenvalue",
    format: fixed(2),
    include: 0,
    groups: known.map(({ label, colour, runs }) => ({
      label,
      colour,
      runs: runs.map((run) => ({
        label: runLabel(run),
        samples: meanSpectrum(run.found.hessian!.value),
      })),
    })),
  });
  return html`
    <section>
      <h2>Curvature</h2>
      <p class="note">${describe(hessians)}</p>
      <div class="charts">${top}${spectra}</div>
    </section>
  `;
}
