import { heatMaps } from "../charts/heat_map.ts";
import type { Formatter } from "../html/format.ts";
import type { Markup } from "../html/markup.ts";
import type { Group } from "../runs/group_runs.ts";
import { aggregateOf, type MetricName } from "../runs/metrics.ts";
import { seriesName, seriesOf, sweptAxes } from "../runs/swept_axes.ts";

/** Fewest values of a second axis that a map is drawn for. */
const FEWEST = 3;

/**
 * Means of a metric over two axes of numbers, one map for each kind of group, all on one scale; none for other sweeps.
 */
export function metricMaps(
  { metric, title, caption, format }: {
    readonly metric: MetricName;
    readonly title: string;
    readonly caption: string;
    readonly format: Formatter;
  },
  groups: readonly Group[],
): (Markup | undefined)[] {
  const axes = sweptAxes(groups);
  const [across, up, ...more] = axes.filter(({ values }) =>
    values.length >= FEWEST && values.every((one) => typeof one === "number")
  );
  if (across === undefined || up === undefined || more.length > 0) return [];
  const others = axes.filter((axis) => axis !== across && axis !== up);
  const names = new Set(groups.map(({ name }) => name));
  const maps = [...seriesOf(groups, [across, up]).values()].map((members) => ({
    name: seriesName(members, others, names),
    values: up.values.toReversed().map((row) =>
      across.values.map((column) => {
        const group = members.find(({ point }) =>
          point[across.name] === column && point[up.name] === row
        );
        return group === undefined ? null : aggregateOf(group, metric).mean;
      })
    ),
  }));
  return heatMaps(
    maps.map(({ name, values }) => ({
      title: `${title}, ${name}`,
      caption: `Means. ${caption}${
        maps.length > 1 ? " All maps have one scale." : ""
      }`,
      x: across.name,
      y: up.name,
      format,
      columns: across.values.map(across.format),
      rows: up.values.toReversed().map(up.format),
      values,
    })),
  );
}
