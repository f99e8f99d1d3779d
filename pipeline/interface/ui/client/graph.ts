/// <reference lib="dom" />
import { type ComponentChild, h } from "preact";
import { plainLine } from "./empty.ts";
import type {
  GraphDrawing,
  GraphView,
  InstanceView,
  StateView,
} from "../api.ts";
import { useMedia } from "./drawing/use_media.ts";
import { useAnswer } from "./hooks.ts";
import { BAR, countsOf, type Shade, stageShade } from "./shades.ts";
import { countsText } from "./stage_list.ts";

/** Most letters in a box. */
const LETTERS = { name: 16, text: 22 };

/** Smallest scale of the drawing. */
const LEAST = 0.7;

/** The DAG: one box for each stage, which opens the list of its instances. */
export function Graph(
  { state, open }: {
    readonly state: StateView;
    readonly open: (stage: string) => void;
  },
): ComponentChild {
  const shape = JSON.stringify(
    state.stages.map(({ id, needs }) => [id, needs]),
  );
  const graph = useAnswer<GraphView>({ path: "graph" }, shape);
  const narrow = useMedia("(max-width: 700px)");
  const drawing = narrow ? graph?.tall : graph?.wide;
  if (drawing === undefined) return h("div", { class: "dag empty" });
  if (drawing === null) {
    return plainLine(`${state.stages.length} stages are too many to draw.`);
  }
  const byStage = Map.groupBy(state.instances, ({ stage }) => stage);
  const known = new Set(state.stages.map(({ id }) => id));
  return h("div", { class: "dag" }, [
    h(
      "svg",
      {
        viewBox: `0 0 ${drawing.width} ${drawing.height}`,
        width: drawing.width,
        height: drawing.height,
        // Scrolls instead of shrinking until it cannot be read.
        style: { minWidth: `${Math.round(drawing.width * LEAST)}px` },
        role: "group",
        "aria-label": "The stages and their dependencies",
      },
      [
        h("defs", {}, [
          h("marker", {
            id: "tip",
            viewBox: "0 0 8 8",
            refX: 7,
            refY: 4,
            markerWidth: 7,
            markerHeight: 7,
            orient: "auto",
          }, [h("path", { d: "M0,0L8,4L0,8Z", class: "tip" })]),
        ]),
        drawing.arrows.map(({ from, to, path }) =>
          h("path", {
            key: `${from} ${to}`,
            class: "arrow",
            d: path,
            "marker-end": "url(#tip)",
          })
        ),
        drawing.boxes.filter(({ id }) => known.has(id)).map((box) =>
          h(Box, {
            key: box.id,
            box,
            drawing,
            instances: byStage.get(box.id) ?? [],
            open: () => open(box.id),
          })
        ),
      ],
    ),
  ]);
}

function Box(
  { box, drawing, instances, open }: {
    readonly box: GraphDrawing["boxes"][number];
    readonly drawing: GraphDrawing;
    readonly instances: readonly InstanceView[];
    readonly open: () => void;
  },
): ComponentChild {
  const { boxWidth: width, boxHeight: height } = drawing;
  const counts = countsOf(instances);
  const x = box.x - width / 2;
  const y = box.y - height / 2;
  const title = `${box.id}: ${countsText(counts)}`;
  const head = instances.length === 1
    ? shorten(box.id, LETTERS.name)
    : `${shorten(box.id, LETTERS.name - 4)} × ${instances.length}`;
  return h("g", {
    class: `box ${stageShade(counts)}`,
    transform: `translate(${x} ${y})`,
    role: "button",
    tabIndex: 0,
    "aria-label": title,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    },
  }, [
    h("title", {}, title),
    instances.length > 1
      ? h("rect", { class: "behind", x: 4, y: -4, width, height, rx: 8 })
      : null,
    h("rect", { class: "body", width, height, rx: 8 }),
    h("text", { class: "head", x: 12, y: 22 }, head),
    h(
      "text",
      { class: "counts", x: 12, y: 39 },
      shorten(boxText(counts, instances.length), LETTERS.text),
    ),
    shares(counts, instances, width - 24),
  ]);
}

/** Short text for a box: `4 of 9, 2 running`. */
function boxText(counts: ReadonlyMap<Shade, number>, total: number): string {
  if (counts.size === 1) return countsText(counts);
  const ended = (counts.get("done") ?? 0) + (counts.get("cached") ?? 0);
  const rest = (["failed", "running"] as const).flatMap((shade) => {
    const count = counts.get(shade) ?? 0;
    return count === 0 ? [] : [`${count} ${shade}`];
  });
  return [`${ended} of ${total}`, ...rest].join(", ");
}

/** A bar with the share of each colour; running instances count in proportion to their progress. */
function shares(
  counts: ReadonlyMap<Shade, number>,
  instances: readonly InstanceView[],
  width: number,
): ComponentChild {
  const total = Math.max(1, instances.length);
  const underWay = instances.reduce(
    (sum, { progress }) =>
      sum +
      (progress === null || progress.total <= 0
        ? 0
        : Math.min(1, progress.done / progress.total)),
    0,
  );
  const parts = new Map<Shade, number>([
    ["cached", counts.get("cached") ?? 0],
    ["done", counts.get("done") ?? 0],
    ["failed", counts.get("failed") ?? 0],
    ["running", underWay],
  ]);
  let at = 0;
  return [
    h("rect", { class: "track", x: 12, y: 46, width, height: 4, rx: 2 }),
    ...BAR.map((shade) => {
      const part = width * (parts.get(shade) ?? 0) / total;
      const x = 12 + at;
      at += part;
      return part === 0 ? null : h("rect", {
        key: shade,
        class: `share ${shade}`,
        x,
        y: 46,
        width: part,
        height: 4,
      });
    }),
  ];
}

function shorten(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}
