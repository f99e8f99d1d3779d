// Draws the charts of a report as PDF. Only the task `figures` loads this, so that nobody else waits for pdfkit.
import { fileURLToPath } from "node:url";
import PDFDocument from "pdfkit";
import { parseDrawing, type Shape } from "./parse_drawing.ts";

/** The part of pdfkit's document that charts need. */
interface Paper {
  path(d: string): Paper;
  rect(x: number, y: number, width: number, height: number): Paper;
  circle(x: number, y: number, radius: number): Paper;
  fill(colour: string): Paper;
  stroke(colour: string): Paper;
  fillColor(colour: string): Paper;
  fillOpacity(opacity: number): Paper;
  strokeOpacity(opacity: number): Paper;
  lineWidth(width: number): Paper;
  lineCap(kind: string): Paper;
  lineJoin(kind: string): Paper;
  dash(lengths: readonly number[], options: object): Paper;
  undash(): Paper;
  font(name: string): Paper;
  fontSize(size: number): Paper;
  registerFont(name: string, path: string): Paper;
  widthOfString(text: string): number;
  text(text: string, x: number, y: number, options: object): Paper;
  scale(factor: number): Paper;
  on(event: string, listener: (chunk: Uint8Array) => void): Paper;
  end(): void;
}

/** Points of a CSS pixel. */
const POINTS = 0.75;

/**
 * Draws a chart as PDF of one page, its font embedded. The same chart gives the same bytes.
 *
 * @param svg A chart of `figuresOf`.
 */
export async function figurePdf(svg: string): Promise<Uint8Array> {
  const { width, height, shapes } = parseDrawing(svg);
  // A fixed date, as the time is no part of a figure.
  const then = new Date(0);
  const document: Paper = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
    info: { CreationDate: then, ModDate: then },
  });
  const chunks: Uint8Array[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  document.on("data", (chunk) => chunks.push(chunk)).on(
    "end",
    () => resolve(),
  );
  for (
    const [name, file] of [["plain", "DejaVuSans"], [
      "strong",
      "DejaVuSans-Bold",
    ]] as const
  ) {
    document.registerFont(
      name,
      fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`)),
    );
  }
  document.scale(POINTS);
  for (const shape of shapes) draw(document, shape);
  document.end();
  await promise;
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

function draw(paper: Paper, shape: Shape): void {
  const { attributes, style, opacity } = shape;
  const number = (name: string) => Number(attributes[name] ?? 0);
  const fill = style["fill"] ?? attributes["fill"] ?? "#000000";
  paper.fillOpacity(opacity * Number(attributes["fill-opacity"] ?? 1));
  if (shape.kind === "text") {
    write(paper, shape, fill);
    return;
  }
  const outline = () =>
    shape.kind === "path"
      ? paper.path(attributes["d"] ?? "")
      : shape.kind === "circle"
      ? paper.circle(number("cx"), number("cy"), number("r"))
      : paper.rect(number("x"), number("y"), number("width"), number("height"));
  if (fill !== "none") outline().fill(fill);
  const { stroke } = style;
  if (stroke === undefined || stroke === "none") return;
  paper.strokeOpacity(opacity).lineWidth(Number(style["stroke-width"] ?? 1))
    .lineCap(style["stroke-linecap"] ?? "butt")
    .lineJoin(style["stroke-linejoin"] ?? "miter");
  const dashes = style["stroke-dasharray"]?.split(/[ ,]+/).map(Number);
  if (dashes === undefined) paper.undash();
  else paper.dash(dashes, {});
  outline().stroke(stroke);
}

/** Size of letters in the report; the font is wider than those of browsers. */
const LETTERS = 11;

function write(paper: Paper, shape: Shape, fill: string): void {
  const { attributes: { x, y, "text-anchor": anchor }, style, text } = shape;
  paper.font(Number(style["font-weight"] ?? 400) >= 600 ? "strong" : "plain")
    .fontSize(LETTERS).fillColor(fill);
  const width = paper.widthOfString(text);
  const before = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  paper.text(text, Number(x) - before, Number(y), {
    lineBreak: false,
    baseline: "alphabetic",
  });
}
