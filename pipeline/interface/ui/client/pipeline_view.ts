/// <reference lib="dom" />
import { type ComponentChild, h } from "preact";
import { useState } from "preact/hooks";
import { durationText } from "../../../../common/quantities.ts";
import type { RunView, StateView } from "../api.ts";
import { progressLine } from "./format.ts";
import { Graph } from "./graph.ts";
import { countsOf } from "./shades.ts";
import { countsText, InstanceLine, StageList } from "./stage_list.ts";

/** Most running instances listed at the top. */
const MOST_RUNNING = 16;

/** Running instances, the DAG, and all instances. */
export function PipelineView(
  { state, openLog }: {
    readonly state: StateView;
    readonly openLog: (instance: string) => void;
  },
): ComponentChild {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (stage: string) =>
    setOpened((before) =>
      before.has(stage) ? without(before, stage) : new Set([...before, stage])
    );
  const open = (stage: string) => {
    setOpened((before) => new Set([...before, stage]));
    // Wait until the list has grown.
    setTimeout(
      () =>
        document.getElementById(`stage-${stage}`)?.scrollIntoView({
          behavior: "smooth",
          block: "start",
        }),
      50,
    );
  };
  const running = state.instances.filter(({ state }) => state === "running");
  return h("section", {}, [
    h(
      "p",
      { class: "sum" },
      `${state.instances.length} instances: ${
        countsText(countsOf(state.instances))
      }`,
    ),
    state.runs.map((run) =>
      h(Run, { key: run.pid, run, own: run.pipeline === state.pipeline })
    ),
    running.length === 0 ? null : h("ul", { class: "instances card" }, [
      running.slice(0, MOST_RUNNING).map((instance) =>
        h(InstanceLine, { key: instance.name, instance, openLog })
      ),
      running.length > MOST_RUNNING
        ? h("li", { key: " rest" }, `and ${running.length - MOST_RUNNING} more`)
        : null,
    ]),
    h(Graph, { state, open }),
    h(StageList, { state, opened, toggle, openLog }),
  ]);
}

function Run(
  { run, own }: { readonly run: RunView; readonly own: boolean },
): ComponentChild {
  const ended = run.ran + run.cached + run.failed;
  return h("div", { class: "run" }, [
    h("p", {}, [
      h("b", {}, own ? "Running" : `Running ${run.pipeline}`),
      ` for ${durationText(run.seconds)}: ${ended} of ${run.total} finished`,
      run.failed > 0 ? `, ${run.failed} failed` : "",
      h("small", {}, ` process ${run.pid} on ${run.host}, ${run.file}`),
    ]),
    h("progress", {
      max: Math.max(1, run.total),
      value: ended,
      "aria-label": "progress of the run",
    }),
    run.waiting.map(({ instance, holder }) =>
      h("p", { key: instance }, `${instance} waits for ${holder}`)
    ),
    run.preparing.map((item) =>
      h("p", { key: item.name }, [
        `preparing ${item.name}  ${progressLine(item)}  ${item.note}`,
      ])
    ),
  ]);
}

function without<T>(all: ReadonlySet<T>, one: T): ReadonlySet<T> {
  return new Set([...all].filter((other) => other !== one));
}
