import { heatMap } from "../charts/heat_map.ts";
import { percent, plural } from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import type { Markup } from "../html/markup.ts";
import { distinctRuns } from "../runs/metrics.ts";
import { mean } from "../../../common/moments.ts";

/** Mixture weight of each operation over the epochs, one map a group. */
export function mixtureMaps(groups: readonly Group[]): (Markup | undefined)[] {
  return groups.map((group, colour) => {
    const runs = distinctRuns(group, "mixture")
      .map((run) => run.found.mixture!.value);
    const [first] = runs;
    if (first === undefined) return undefined;
    const operations = Object.keys(first[0]?.operations ?? {});
    return heatMap({
      title: `Mixture weights, ${group.label}`,
      caption:
        `Soft-max weight of each operation, mean over the edges that offer it and over ${
          plural(runs.length, "run")
        }.`,
      x: "epoch",
      y: "",
      format: percent(0),
      colour,
      columns: first.map(({ epoch }) => String(epoch)),
      rows: operations,
      values: operations.map((operation) =>
        first.map((_, index) => {
          const values = runs.flatMap((epochs) =>
            epochs[index]?.operations[operation] ?? []
          );
          return values.length < runs.length ? null : mean(values);
        })
      ),
    });
  });
}
