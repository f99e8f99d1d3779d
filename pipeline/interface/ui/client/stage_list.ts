import { type ComponentChild, h } from "preact";
import { useState } from "preact/hooks";
import { durationText } from "../../../../common/quantities.ts";
import type { InstanceView, StageView, StateView } from "../api.ts";
import { progressLine } from "./format.ts";
import { BAR, countsOf, type Shade, shadeOf, SHADES } from "./shades.ts";

/** Instances listed before "more" is clicked. */
const FIRST = 100;

/** The stages; each line opens the list of its instances. */
export function StageList(
  { state, opened, toggle, openLog }: {
    readonly state: StateView;
    readonly opened: ReadonlySet<string>;
    readonly toggle: (stage: string) => void;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const byStage = Map.groupBy(state.instances, ({ stage }) => stage);
  return h(
    "div",
    { class: "stages" },
    state.stages.map((stage) =>
      h(Stage, {
        key: stage.id,
        stage,
        instances: byStage.get(stage.id) ?? [],
        open: opened.has(stage.id),
        toggle: () => toggle(stage.id),
        openLog,
      })
    ),
  );
}

function Stage(
  { stage, instances, open, toggle, openLog }: {
    readonly stage: StageView;
    readonly instances: readonly InstanceView[];
    readonly open: boolean;
    readonly toggle: () => void;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const counts = countsOf(instances);
  const seconds = instances.reduce(
    (sum, { seconds }) => sum + (seconds ?? 0),
    0,
  );
  return h("div", { class: "stage", id: `stage-${stage.id}` }, [
    h("button", { class: "line", "aria-expanded": open, onClick: toggle }, [
      h("span", { class: "name" }, [
        h("b", {}, stage.id),
        stage.use === stage.id ? null : h("small", {}, ` ${stage.use}`),
      ]),
      h(Shares, { counts, total: instances.length }),
      h("span", { class: "counts" }, countsText(counts)),
      h("span", { class: "time" }, seconds > 0 ? durationText(seconds) : ""),
    ]),
    open ? h(Instances, { instances, openLog }) : null,
  ]);
}

/** Numbers of instances of a stage by shade, as a bar. */
function Shares(
  { counts, total }: {
    readonly counts: ReadonlyMap<Shade, number>;
    readonly total: number;
  },
): ComponentChild {
  return h(
    "span",
    { class: "shares", "aria-hidden": "true" },
    BAR.map((shade) => {
      const count = counts.get(shade) ?? 0;
      return count === 0 ? null : h("i", {
        key: shade,
        class: shade,
        style: { flexGrow: count / Math.max(1, total) },
      });
    }),
  );
}

/** `4 done, 1 running`. */
export function countsText(counts: ReadonlyMap<Shade, number>): string {
  return SHADES.flatMap((shade) => {
    const count = counts.get(shade) ?? 0;
    return count === 0 ? [] : [`${count} ${shade}`];
  }).join(", ");
}

function Instances(
  { instances, openLog }: {
    readonly instances: readonly InstanceView[];
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const [all, setAll] = useState(false);
  // What needs attention comes first; equals keep their order.
  const sorted = instances.toSorted((a, b) =>
    SHADES.indexOf(shadeOf(a.state)) - SHADES.indexOf(shadeOf(b.state))
  );
  const shown = all ? sorted : sorted.slice(0, FIRST);
  return h("ul", { class: "instances" }, [
    shown.map((instance) =>
      h(InstanceLine, { key: instance.name, instance, openLog })
    ),
    shown.length < sorted.length
      ? h("li", { key: " rest" }, [
        h(
          "button",
          { class: "link", onClick: () => setAll(true) },
          `${sorted.length - shown.length} more`,
        ),
      ])
      : null,
  ]);
}

/** One instance: its state, its progress, and a link to its log. */
export function InstanceLine(
  { instance, openLog }: {
    readonly instance: InstanceView;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const { name, state, seconds, progress, reasons, decision } = instance;
  return h("li", { class: "instance" }, [
    h("span", { class: `state ${shadeOf(state)}` }, state),
    h("span", { class: "name" }, name),
    h("span", { class: "note" }, [
      progress === null ? null : h("progress", {
        max: Math.max(1, progress.total),
        value: progress.done,
        "aria-label": `progress of ${name}`,
      }),
      progress === null
        ? [
          ...state === "done" || state === "cached" ? [] : reasons,
          decision ?? [],
        ].flat().join("; ")
        : `${progressLine(progress)}  ${progress.note}`,
    ]),
    h("span", { class: "time" }, seconds === null ? "" : durationText(seconds)),
    h(
      "button",
      {
        class: "link",
        onClick: () => openLog(name),
        "aria-label": `log of ${name}`,
      },
      "log",
    ),
  ]);
}
