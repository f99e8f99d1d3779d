import { Graphviz } from "@hpcc-js/wasm-graphviz";
import type { FoldedStage } from "../../stage.ts";
import type { GraphDrawing, GraphView } from "./api.ts";

/** With more stages a drawing takes seconds and cannot be read. */
const MOST = 250;
const BOX = { width: 150, height: 56 };
/** Pixels in a point of Graphviz. */
const SCALE = 96 / 72;

/** The part of Graphviz's output that is used. */
interface Layout {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly {
    readonly tail: number;
    readonly head: number;
    readonly pos: string;
  }[];
}

/**
 * Places the stages of a DAG, a sweep as one box, from left to right and from top to bottom.
 *
 * @param graph The folded DAG.
 */
export async function graphDrawing(
  graph: readonly FoldedStage[],
): Promise<GraphView> {
  if (graph.length === 0 || graph.length > MOST) {
    return { wide: null, tall: null };
  }
  const graphviz = await Graphviz.load();
  const draw = (direction: "LR" | "TB") =>
    place(
      graph,
      JSON.parse(graphviz.layout(dotOf(graph, direction), "json")) as Layout,
    );
  return { wide: draw("LR"), tall: draw("TB") };
}

/** Boxes are named by number, so that no identifier can break the text. */
function dotOf(graph: readonly FoldedStage[], direction: "LR" | "TB"): string {
  const numbers = new Map(graph.map(({ id }, index) => [id, index]));
  const inches = (pixels: number) => (pixels / 96).toFixed(4);
  return [
    "digraph {",
    `graph [rankdir=${direction}, nodesep=0.22, ranksep=0.38, margin=0]`,
    `node [shape=box, fixedsize=true, width=${inches(BOX.width)}, height=${
      inches(BOX.height)
    }]`,
    ...graph.map((_, index) => `n${index}`),
    ...graph.flatMap(({ needs }, index) =>
      needs.map((need) => `n${numbers.get(need)} -> n${index}`)
    ),
    "}",
  ].join("\n");
}

function place(graph: readonly FoldedStage[], layout: Layout): GraphDrawing {
  const [, , width = 0, height = 0] = layout.bb.split(",").map(Number);
  // One pixel of margin, so that no border is cut off. Graphviz's y axis points up.
  const x = (value: number) => Math.round(value * SCALE * 10) / 10 + 1;
  const y = (value: number) => x(height - value);
  const at = (text: string): [number, number] => {
    const [a = 0, b = 0] = text.split(",").map(Number);
    return [x(a), y(b)];
  };
  const objects = layout.objects ?? [];
  const idOf = (name: string) => graph[Number(name.slice(1))]?.id ?? "";
  return {
    width: x(width) + 1,
    height: x(height) + 1,
    boxWidth: BOX.width,
    boxHeight: BOX.height,
    boxes: objects.map(({ name, pos }) => {
      const [cx, cy] = at(pos);
      return { id: idOf(name), x: cx, y: cy };
    }),
    arrows: (layout.edges ?? []).map(({ tail, head, pos }) => ({
      from: idOf(objects[tail]?.name ?? ""),
      to: idOf(objects[head]?.name ?? ""),
      path: pathOf(pos, at),
    })),
  };
}

/** Path of `e,ENDX,ENDY X,Y X,Y …`: a spline and the tip of its arrow. */
function pathOf(
  pos: string,
  at: (text: string) => [number, number],
): string {
  const words = pos.split(" ");
  const tip = words.find((word) => word.startsWith("e,"))?.slice(2);
  const [start = [0, 0], ...rest] = words.filter((word) => !/^[es],/.test(word))
    .map(at);
  const line = tip === undefined ? "" : `L${at(tip).join(",")}`;
  return `M${start.join(",")}C${
    rest.map((point) => point.join(",")).join(" ")
  }${line}`;
}
