import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { type Markup, markup, raw } from "./markup.ts";

export interface Drawing {
  /** Description for readers who cannot see the drawing. */
  readonly description: string;
  /** Largest size in CSS pixels for each point of the drawing; default 0.95. */
  readonly scale?: number;
}

/** Draws DOT as inline SVG. */
export type DrawDot = (dot: string, drawing: Drawing) => Markup;

/** Sets the cell inputs and the output as the papers do: `c_{k-2}` with a lowered index. */
function subscript(svg: string): string {
  return svg.replace(
    /(<text[^>]*>)c_\{?(k(?:&#45;\d)?)\}?<\/text>/g,
    (_, open: string, index: string) =>
      `${open}c<tspan dy="3" font-size="10">${
        index.replace("&#45;", "−")
      }</tspan></text>`,
  );
}

/** Loads Graphviz. Its SVG has no prologue, comment or id, so that many drawings fit in one page. */
export async function loadGraphviz(): Promise<DrawDot> {
  const graphviz = await Graphviz.load();
  return (dot, { description, scale = 0.95 }) => {
    const svg = graphviz.dot(dot)
      .replace(/^[\s\S]*?(?=<svg)/, "")
      .replace(/<!--[\s\S]*?-->\s*/g, "")
      .replace(/ (?:id|xmlns|xmlns:xlink)="[^"]*"/g, "")
      // Fixed sizes would stop a wide drawing from shrinking; this keeps it from growing instead.
      .replace(
        /<svg width="(\d+)pt" height="\d+pt"/,
        (_, width) => {
          const natural = Math.round(Number(width) * scale);
          return markup`<svg style="max-width:${natural}px;--natural:${natural}px" role="img" aria-label="${description}"`
            .text;
        },
      );
    return raw(subscript(svg.trim()));
  };
}
