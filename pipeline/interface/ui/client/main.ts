/// <reference lib="dom" />
// The program of the page.
import { type ComponentChild, h, render } from "preact";
import { plainLine } from "./empty.ts";
import type { StateView } from "../api.ts";
import { CompareView } from "./compare_view.ts";
import { CurvesView } from "./curves_view.ts";
import { usePipeline, useRoute } from "./hooks.ts";
import { LogView } from "./log_view.ts";
import { PipelineView } from "./pipeline_view.ts";
import { SweepView } from "./sweep_view.ts";

const TABS = [
  ["pipeline", "Pipeline"],
  ["curves", "Curves"],
  ["compare", "Compare"],
  ["sweep", "Sweep"],
  ["log", "Log"],
] as const;

function App(): ComponentChild {
  const { state, trouble } = usePipeline();
  const [[word = "", about = ""], go] = useRoute();
  const tab = TABS.find(([name]) => name === word)?.[0] ?? "pipeline";
  return h("div", { class: "page" }, [
    h("header", {}, [
      h("h1", {}, state?.pipeline ?? "sdarts"),
      h("p", { class: "file" }, state?.file ?? ""),
      h(
        "nav",
        {},
        TABS.map(([name, text]) =>
          h("a", {
            key: name,
            href: `#${name}`,
            "aria-current": name === tab ? "page" : undefined,
          }, text)
        ),
      ),
    ]),
    trouble === undefined ? null : h(
      "p",
      { class: "limits", role: "status" },
      `${trouble}. The page shows the last known state.`,
    ),
    typeof state?.sweep === "string"
      ? h("p", { class: "sweep" }, state.sweep)
      : null,
    typeof state?.problem === "string"
      ? h("pre", { class: "limits" }, state.problem)
      : null,
    h(
      "main",
      {},
      state === undefined
        ? plainLine("Reading the pipeline …")
        : h(View, { tab, about, state, go }),
    ),
  ]);
}

function View(
  { tab, about, state, go }: {
    readonly tab: typeof TABS[number][0];
    readonly about: string;
    readonly state: StateView;
    readonly go: (...words: string[]) => void;
  },
): ComponentChild {
  const openLog = (instance: string) => go("log", instance);
  switch (tab) {
    case "pipeline":
      return h(PipelineView, { state, openLog });
    case "curves":
      return h(CurvesView, {
        state,
        stage: about,
        open: (stage: string) => go("curves", stage),
      });
    case "compare":
      return h(CompareView, { state });
    case "sweep":
      return h(SweepView, {
        state,
        stage: about,
        open: (stage: string) => go("sweep", stage),
        openLog,
      });
    case "log":
      return h(LogView, { state, instance: about, open: openLog });
  }
}

// The token is now in a cookie: remove it from the address and the history.
history.replaceState(null, "", location.pathname + location.hash);
const place = document.getElementById("page");
if (place !== null) {
  place.replaceChildren();
  render(h(App, {}), place);
}
