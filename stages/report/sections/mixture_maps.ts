import { heatMaps } from "../charts/heat_map.ts";
import { percent, plural } from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import type { Markup } from "../html/markup.ts";
import { distinctRuns } from "../runs/metrics.ts";
import { meanGrid } from "./landscape.ts";

/** Mixture weight of each operation over the epochs, one map a group, all on one scale. */
export function mixtureMaps(groups: readonly Group[]): (Markup | undefined)[] {
  const maps = groups.flatMap((group) => {
    const runs = distinctRuns(group, "mixture")
      .map((run) => run.found.mixture!.value);
    const [first] = runs;
    if (first === undefined) return [];
    const operations = Object.keys(first[0]?.operations ?? {});
    const values = meanGrid(
      runs.map((epochs) =>
        operations.map((name) =>
          epochs.map((epoch) => epoch.operations[name] ?? null)
        )
      ),
    );
    return [{ group, first, runs: runs.length, operations, values }];
  });
  return heatMaps(
    maps.map(({ group, first, runs, operations, values }) => ({
      title: `Mixture weights, ${group.label}`,
      caption:
        `Mixture weight of each operation, mean over the edges that offer it and over ${
          plural(runs, "run")
        }.${maps.length > 1 ? " All maps have one scale." : ""}`,
      x: "epoch",
      y: "",
      format: percent(0),
      columns: first.map(({ epoch }) => String(epoch)),
      rows: operations,
      values,
    })),
  );
}
