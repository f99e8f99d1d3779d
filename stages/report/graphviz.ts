import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { html, type Markup, raw } from "./html.ts";

/** Draws DOT as inline SVG with a description for screen readers. */
export type DrawDot = (dot: string, description: string) => Markup;

/**
 * Loads Graphviz. The SVG it draws holds no prologue, comment or id, so that many drawings fit in one page.
 */
export async function loadGraphviz(): Promise<DrawDot> {
  const graphviz = await Graphviz.load();
  return (dot, description) => {
    const svg = graphviz.dot(dot)
      .replace(/^[\s\S]*?(?=<svg)/, "")
      .replace(/<!--[\s\S]*?-->\s*/g, "")
      .replace(/ (?:id|xmlns|xmlns:xlink)="[^"]*"/g, "")
      // Fixed sizes would stop a wide drawing from shrinking; this keeps it from growing instead.
      .replace(
        /<svg width="(\d+)pt" height="\d+pt"/,
        (_, width) =>
          html`<svg style="max-width:${
            Math.round(Number(width) * 1.25)
          }px" role="img" aria-label="${description}"`.markup,
      );
    return raw(svg.trim());
  };
}
