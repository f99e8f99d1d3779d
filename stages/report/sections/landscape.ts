import { heatMaps } from "../charts/heat_map.ts";
import { percent, plural } from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import { distinctRuns } from "../runs/metrics.ts";
import type { Landscape } from "../../_artifacts/landscape.ts";
import { mean } from "../../../common/moments.ts";

/** Mean of grids of one size over runs; empty where a run has no value. */
export function meanGrid(
  grids: readonly Landscape["accuracy"][],
): (number | null)[][] {
  return grids[0]!.map((row, r) =>
    row.map((_, c) => {
      const values = grids.flatMap((grid) => grid[r]?.[c] ?? []);
      return values.length < grids.length ? null : mean(values);
    })
  );
}

/** Validation accuracy around the final alphas, one map a group, all on one scale; undefined without measurements. */
export function landscape(groups: readonly Group[]): Markup | undefined {
  const measured = groups.flatMap((group) => {
    const found = distinctRuns(group, "landscape")
      .map((run) => run.found.landscape!.value);
    // Grids of different sizes or radii have no mean.
    const like = found.filter(({ coordinates }) =>
      String(coordinates) === String(found[0]!.coordinates)
    );
    return like.length === 0 ? [] : [{
      label: group.label,
      runs: like.length,
      ...like[0]!,
      values: meanGrid(like.map(({ accuracy }) => accuracy)),
    }];
  });
  if (measured.length === 0) return undefined;
  const figures = heatMaps(measured.map((map) => {
    const names = map.coordinates.map((value) =>
      String(Math.round(value * 100) / 100)
    );
    return {
      title: `Landscape, ${map.label}`,
      caption: `Validation accuracy, mean over ${plural(map.runs, "run")}.`,
      x: "along the gradient",
      y: "along a random direction",
      format: percent(0),
      columns: names,
      rows: names.toReversed(),
      values: map.values.toReversed(),
    };
  }));
  const { images } = measured[0]!;
  return markup`<section><h2>Landscape</h2>
<p class="note">The supernet in evaluation mode on ${images} validation images, with its final alphas moved in two orthogonal directions of unit length; the middle is where the search ended. All maps have one scale.</p>
<div class="charts">${figures}</div></section>`;
}
