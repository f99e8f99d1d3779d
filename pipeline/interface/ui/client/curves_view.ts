import { type ComponentChild, h } from "preact";
import { useMemo, useState } from "preact/hooks";
import type {
  MetricsView,
  SeriesView,
  StageMetricsView,
  StateView,
} from "../api.ts";
import { Chart } from "./chart.ts";
import { Menu, Tick, Ticks } from "./choices.ts";
import { damageLines, Empty } from "./empty.ts";
import { axesOf, groupSeries } from "./groups.ts";
import { useAnswer } from "./hooks.ts";
import { Legend } from "./legend.ts";

/** Number of charts before anything is chosen. */
const FIRST = 6;

/** Every curve of a stage, also of running instances. */
export function CurvesView(
  { state, stage, open }: {
    readonly state: StateView;
    readonly stage: string | undefined;
    readonly open: (stage: string) => void;
  },
): ComponentChild {
  const all = useAnswer<MetricsView>({ path: "metrics" }, state.version);
  const stages = all?.stages.filter(({ metrics }) =>
    metrics.some(({ kind }) => kind !== "value")
  );
  const shown = stages?.find((found) => found.stage === stage) ??
    firstStage(state, stages ?? []);
  if (shown === undefined) {
    return [
      ...damageLines(all),
      h(Empty, {
        read: all !== undefined,
        text: "No stage has a curve yet.",
      }),
    ];
  }
  return h("section", {}, [
    ...damageLines(all),
    h(Curves, {
      key: shown.stage,
      state,
      stage: shown.stage,
      names: namesOf(shown.metrics, "curve"),
      lists: namesOf(shown.metrics, "list"),
      menu: h(Menu, {
        label: "Stage",
        value: shown.stage,
        options: stages!.map(({ stage }) => stage),
        choose: open,
      }),
    }),
  ]);
}

function Curves(
  { state, stage, names, lists, menu }: {
    readonly state: StateView;
    readonly stage: string;
    readonly names: readonly string[];
    readonly lists: readonly string[];
    readonly menu: ComponentChild;
  },
): ComponentChild {
  const all = stageSeries(state, stage);
  const { by, each, byTicks, eachTick } = useGrouping(all);
  const [chosen, setChosen] = useState<readonly string[]>();
  const on = chosen ?? (names.length > 0 ? names : lists).slice(0, FIRST);
  return h("div", {}, [
    h("div", { class: "controls" }, [
      menu,
      byTicks,
      eachTick,
      h(Ticks, {
        label: "Metrics",
        options: [...names, ...lists],
        on,
        set: setChosen,
      }),
    ]),
    h(Legend, { groups: groupSeries(all, by) }),
    h(
      "div",
      { class: "charts" },
      [...names, ...lists].filter((name) => on.includes(name)).map((metric) =>
        h(MetricChart, {
          key: metric,
          version: state.version,
          stage,
          metric,
          by,
          each,
          all,
        })
      ),
    ),
  ]);
}

function MetricChart(
  { version, stage, metric, by, each, all }: {
    readonly version: string;
    readonly stage: string;
    readonly metric: string;
    readonly by: readonly string[];
    readonly each: boolean;
    readonly all: readonly SeriesView[];
  },
): ComponentChild {
  const series = useAnswer<readonly SeriesView[]>(
    { path: "series", query: { stage, metric } },
    version,
  );
  const groups = useMemo(
    () => groupSeries(series ?? [], by, all),
    [series, by],
  );
  return h(Chart, { title: metric, groups, each });
}

/** The stage to show first: a running one, or else one with curves. */
export function firstStage(
  state: StateView,
  stages: readonly StageMetricsView[],
): StageMetricsView | undefined {
  const curves = stages.filter(({ metrics }) =>
    metrics.some(({ kind }) => kind === "curve")
  );
  return curves.find(({ stage }) =>
    state.instances.some((instance) =>
      instance.stage === stage && instance.state === "running"
    )
  ) ?? curves[0] ?? stages[0];
}

function namesOf(
  metrics: StageMetricsView["metrics"],
  kind: StageMetricsView["metrics"][number]["kind"],
): string[] {
  return metrics.flatMap((metric) => metric.kind === kind ? [metric.name] : []);
}

/** The instances of a stage as series without values. */
export function stageSeries(state: StateView, stage: string): SeriesView[] {
  return state.instances.flatMap((instance) =>
    instance.stage !== stage ? [] : [{
      run: "now",
      instance: instance.name,
      point: instance.point,
      running: instance.state === "running",
      steps: [],
      values: [],
    }]
  );
}

/** Axes to group by, whether to draw each line, and the controls that change both. */
export function useGrouping(all: readonly SeriesView[]) {
  const axes = axesOf(all);
  const [by, setBy] = useState(() => groupingOf(all));
  const [each, setEach] = useState(false);
  return {
    by,
    each,
    byTicks: axes.length > 0
      ? h(Ticks, { label: "Group by", options: axes, on: by, set: setBy })
      : null,
    eachTick: h(Tick, { label: "each line", on: each, set: setEach }),
  };
}

/** Most values of an axis that a chart can distinguish. */
const MOST_VALUES = 8;

/**
 * Axes to group by before anything is chosen: all but the last, which is usually the seed and counts as spread. A single
 * axis groups only if it has few values.
 */
export function groupingOf(
  series: readonly Pick<SeriesView, "point">[],
): string[] {
  const axes = axesOf(series);
  const [first] = axes;
  if (axes.length !== 1 || first === undefined) return axes.slice(0, -1);
  const values = new Set(series.map(({ point }) => point[first]));
  return values.size > MOST_VALUES ? [] : axes;
}
