import { CHART, LIGHT } from "./html/style.ts";

/** A chart of a report as a separate drawing. */
export interface Figure {
  /** Name of its file, without an extension. */
  readonly name: string;
  /** SVG in the light theme, with its style. */
  readonly svg: string;
}

/**
 * Extracts the charts of a report, each with its own style and without references: colours are written out, as programs
 * that place drawings do not know CSS variables.
 *
 * @param html Text of `report.html`.
 * @returns The charts in the order of the page.
 */
export function figuresOf(html: string): Figure[] {
  const style = plainStyle();
  const names = new Map<string, number>();
  return [...html.matchAll(
    /<figure class="chart[^"]*"><figcaption><strong>(.*?)\.<\/strong>[\s\S]*?<svg viewBox="0 0 (\d+) (\d+)"([\s\S]*?)<\/svg>/g,
  )].map(([, title = "", width, height, rest]) => {
    const plain = fileName(title);
    const count = (names.get(plain) ?? 0) + 1;
    names.set(plain, count);
    return {
      name: count === 1 ? plain : `${plain}-${count}`,
      svg:
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${
          (rest ?? "").replace(
            ">",
            `><style>${style}</style><rect width="${width}" height="${height}" fill="#ffffff"/>`,
          )
        }</svg>\n`,
    };
  });
}

/** Style rules of drawings, in the light colours. */
function plainStyle(): string {
  const colours = new Map(
    [...LIGHT.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)]
      .map(([, name, colour]) => [name!, colour!]),
  );
  const written = (text: string) =>
    text.replaceAll(
      /var\(--([\w-]+)\)/g,
      (whole, name) => colours.get(name) ?? whole,
    );
  const shared = CHART.replaceAll(".chart svg ", "");
  // One rule for each colour of a group; a shape has the class of the colour itself (a band) or inherits it.
  const groups = [...colours.keys()].filter((name) => /^c\d$/.test(name));
  const coloured = [...shared.matchAll(/([^{}]+)\{([^{}]*var\(--c\)[^{}]*)\}/g)]
    .flatMap(([, selectors = "", body = ""]) =>
      groups.map((group) =>
        `${
          selectors.split(",").map((one) => one.trim())
            .flatMap((one) => [`.${group} ${one}`, `.${group}${one}`])
        } {${body.replaceAll("var(--c)", `var(--${group})`)}}`
      )
    );
  const rest = shared.replaceAll(/[^{}]+\{[^{}]*var\(--c\)[^{}]*\}/g, "");
  return written(`${rest}${coloured.join("\n")}`);
}

function fileName(title: string): string {
  return title.replaceAll(/&#\d+;/g, "").replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "").toLowerCase() || "figure";
}
