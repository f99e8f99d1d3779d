import { type ComponentChild, h } from "preact";
import { useMemo, useState } from "preact/hooks";
import type {
  MetricsView,
  SeriesView,
  StageMetricsView,
  StateView,
} from "../api.ts";
import { Chart, colourOf } from "./chart.ts";
import { Menu, Ticks } from "./choices.ts";
import { damageLines, Empty, plainLine } from "./empty.ts";
import { firstStage, stageSeries, useGrouping } from "./curves_view.ts";
import { numberText } from "../../../../common/quantities.ts";
import { groupSeries, type SeriesGroup, summaryOf } from "./groups.ts";
import { useAnswer } from "./hooks.ts";
import { Legend } from "./legend.ts";

/** Most runs to choose from. */
const MOST_RUNS = 12;

/** Most rows of the table. */
const MOST_ROWS = 500;

/** Short name of a run: its tags, or the start of its name. */
function labelOf(state: StateView, run: string): string {
  const tags = state.recorded.find(({ id }) => id === run)?.tags ?? [];
  return tags.length > 0 ? tags.join(" ") : run.slice(0, 6);
}

/** One metric of a stage over runs and coordinates, as a chart and a table. */
export function CompareView(
  { state }: { readonly state: StateView },
): ComponentChild {
  const all = useAnswer<MetricsView>({ path: "metrics" }, state.version);
  const [stage, setStage] = useState<string>();
  const shown = all?.stages.find((found) => found.stage === stage) ??
    firstStage(state, all?.stages ?? []);
  if (shown === undefined) {
    return [
      ...damageLines(all),
      h(Empty, {
        read: all !== undefined,
        text: "No stage has numbers yet.",
      }),
    ];
  }
  return [
    ...damageLines(all),
    h(Comparison, {
      key: shown.stage,
      state,
      stage: shown.stage,
      metrics: shown.metrics,
      menu: h(Menu, {
        label: "Stage",
        value: shown.stage,
        options: all!.stages.map(({ stage }) => stage),
        choose: setStage,
      }),
    }),
  ];
}

function Comparison(
  { state, stage, metrics, menu }: {
    readonly state: StateView;
    readonly stage: string;
    readonly metrics: StageMetricsView["metrics"];
    readonly menu: ComponentChild;
  },
): ComponentChild {
  const { by, each, byTicks, eachTick } = useGrouping(
    stageSeries(state, stage),
  );
  const [runs, setRuns] = useState<string[]>(["now"]);
  const [name, setName] = useState(
    () => (metrics.find(({ kind }) => kind === "curve") ?? metrics[0])?.name,
  );
  const metric = metrics.find((found) => found.name === name) ?? metrics[0];
  const series = useAnswer<readonly SeriesView[]>(
    metric === undefined || runs.length === 0
      ? undefined
      : { path: "series", query: { stage, metric: metric.name, run: runs } },
    state.version,
  );
  const groups = useMemo(
    () =>
      groupSeries(
        (series ?? []).map((one) => ({ ...one, run: labelOf(state, one.run) })),
        by,
      ),
    [series, by],
  );
  const curve = metric !== undefined && metric.kind !== "value";
  return h("section", {}, [
    h("div", { class: "controls" }, [
      menu,
      h(Menu, {
        label: "Metric",
        value: metric?.name ?? "",
        options: metrics.map(({ name }) => name),
        choose: setName,
      }),
      byTicks,
      curve ? eachTick : null,
      h(Ticks, {
        label: "Runs",
        options: [
          ["now", "as it is now"],
          ...state.recorded.slice(0, MOST_RUNS).map(({ id, time }) =>
            [
              id,
              `${labelOf(state, id)}, ${time.slice(0, 16).replace("T", " ")}`,
            ] as const
          ),
        ],
        on: runs,
        set: setRuns,
      }),
    ]),
    groups.length === 0 ? plainLine("Nothing to compare yet.") : null,
    curve && groups.length > 0
      ? h("div", {}, [
        h(Legend, { groups }),
        h(Chart, { title: metric.name, groups, each }),
      ])
      : null,
    groups.length === 0
      ? null
      : h(Numbers, { groups, what: curve ? "last value" : "value" }),
  ]);
}

function Numbers(
  { groups, what }: {
    readonly groups: readonly SeriesGroup[];
    readonly what: string;
  },
): ComponentChild {
  const heads = ["group", "n", "mean", "sd", "min", "max"];
  return h("div", { class: "scroll" }, [
    h("table", { class: "numbers" }, [
      h(
        "caption",
        {},
        groups.length <= MOST_ROWS
          ? `The ${what} of each instance, by group`
          : `The ${what} of each instance, by group: the first ${MOST_ROWS} of ${groups.length} groups`,
      ),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", {}, head)))),
      h(
        "tbody",
        {},
        groups.slice(0, MOST_ROWS).map(({ name, members, colour }) => {
          const found = summaryOf(members);
          const cells = found === undefined ? ["0", "", "", "", ""] : [
            String(found.n),
            numberText(found.mean),
            found.sd === null ? "" : numberText(found.sd),
            numberText(found.least),
            numberText(found.most),
          ];
          return h("tr", { key: name, class: `c${colourOf(colour)}` }, [
            h("th", { scope: "row" }, [h("i", { class: "key" }), name]),
            cells.map((cell) => h("td", {}, cell)),
          ]);
        }),
      ),
    ]),
  ]);
}
