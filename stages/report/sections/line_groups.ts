import type { LineGroup, Sample } from "../charts/line_chart.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import { distinctRuns } from "../runs/metrics.ts";
import { looksOf } from "../runs/swept_axes.ts";
import type { Artifacts, Run } from "../runs/report_run.ts";

/** Lines of a chart: one for each run of a group with an artifact of a kind; runs that share the artifact give one. */
export function lineGroups(
  groups: readonly Group[],
  kind: keyof Artifacts,
  samples: (run: Run) => readonly Sample[],
): LineGroup[] {
  const looks = looksOf(groups);
  return groups.map((group, i) => ({
    label: group.label,
    ...looks[i]!,
    runs: distinctRuns(group, kind).map((run) => ({
      label: runLabel(run),
      samples: samples(run),
    })),
  }));
}
