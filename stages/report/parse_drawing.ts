/** A shape of a chart with all that is known of it. */
export interface Shape {
  readonly kind: "path" | "rect" | "circle" | "text";
  readonly attributes: Readonly<Record<string, string>>;
  /** Declarations of the rules that match it, inherited ones too. */
  readonly style: Readonly<Record<string, string>>;
  /** Its opacity with that of the groups around it, 0 to 1. */
  readonly opacity: number;
  /** Text of a text; empty for others. */
  readonly text: string;
}

/** A chart as shapes in the order in which they are drawn. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

interface Rule {
  /** Simple selectors, the last one that of the shape itself: `["g.c0", ".mean"]` are `[["c0"], ["mean"]]`. */
  readonly path: readonly (readonly string[])[];
  readonly declarations: Readonly<Record<string, string>>;
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly style: Readonly<Record<string, string>>;
  readonly opacity: number;
}

const SHAPES = ["path", "rect", "circle", "text"];

/** Properties that a shape has from the group around it. */
const INHERITED = ["fill", "font-weight"];

/**
 * Reads a chart that `figuresOf` made: groups, paths, rectangles, circles and texts, with a style of simple selectors.
 *
 * @throws {SyntaxError} For another drawing.
 */
export function parseDrawing(svg: string): Drawing {
  const [, width, height] = /^<svg [^>]*?width="(\d+)" height="(\d+)"/.exec(
    svg,
  ) ?? [];
  if (width === undefined) {
    throw new SyntaxError(`Expected a chart but found ${svg.slice(0, 40)}`);
  }
  const rules = rulesOf(/<style>([\s\S]*?)<\/style>/.exec(svg)?.[1] ?? "");
  const shapes: Shape[] = [];
  const open: Element[] = [];
  const body = svg.replace(/<style>[\s\S]*?<\/style>/, "")
    .replaceAll(/<title>[^<]*<\/title>/g, "");
  for (
    const [, close, name, attributes, alone, text] of body.matchAll(
      /<(\/?)([a-z]+)((?: [\w-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g,
    )
  ) {
    if (text !== undefined) {
      const last = open.at(-1);
      if (last?.name === "text") shapes.push(shapeOf(last, decoded(text)));
      continue;
    }
    if (close === "/") {
      open.pop();
      continue;
    }
    const element = elementOf(name!, attributes!, { open, rules });
    if (SHAPES.includes(name!) && name !== "text") {
      shapes.push(shapeOf(element));
    }
    if (alone !== "/") open.push(element);
  }
  return { width: Number(width), height: Number(height), shapes };
}

function shapeOf(element: Element, text = ""): Shape {
  const { name, attributes, style, opacity } = element;
  return { kind: name as Shape["kind"], attributes, style, opacity, text };
}

function elementOf(
  name: string,
  text: string,
  { open, rules }: {
    readonly open: readonly Element[];
    readonly rules: readonly Rule[];
  },
): Element {
  const attributes = Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)]
      .map(([, key, value]) => [key!, decoded(value!)]),
  );
  const parent = open.at(-1);
  const inherited = Object.entries(parent?.style ?? {})
    .filter(([property]) => INHERITED.includes(property));
  const matching = rules.filter(({ path }) =>
    isMatch(path.at(-1)!, { name, attributes }) &&
    path.slice(0, -1).every((step) => open.some((one) => isMatch(step, one)))
  );
  const style: Record<string, string> = Object.assign(
    Object.fromEntries(inherited),
    ...matching.map(({ declarations }) => declarations),
  );
  const own = Number(attributes["opacity"] ?? style["opacity"] ?? 1);
  return { name, attributes, style, opacity: (parent?.opacity ?? 1) * own };
}

/** True for an element of that name or with all these classes. */
function isMatch(
  step: readonly string[],
  { name, attributes }: Pick<Element, "name" | "attributes">,
): boolean {
  const classes = (attributes["class"] ?? "").split(" ").map((one) =>
    `.${one}`
  );
  return step.every((part) => part === name || classes.includes(part));
}

function rulesOf(style: string): Rule[] {
  return [...style.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(
    ([, selectors = "", body = ""]) =>
      selectors.split(",").map((selector) => ({
        path: selector.trim().split(/\s+/).map((step) =>
          step.match(/\.?[\w-]+/g) ?? []
        ),
        declarations: Object.fromEntries(
          [...body.matchAll(/([\w-]+):\s*([^;]+)/g)]
            .map(([, property, value]) => [property!, value!.trim()]),
        ),
      })),
  );
}

function decoded(text: string): string {
  return text.replaceAll(
    /&#(\d+);/g,
    (_, code) => String.fromCharCode(Number(code)),
  );
}
