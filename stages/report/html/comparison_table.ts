import { type Markup, markup } from "./markup.ts";

/** A table of the class `comparisons`, which scrolls where it is wider than the page. */
export function comparisonTable(
  { caption, headings, rows }: {
    readonly caption?: string;
    /** Heads of the columns. */
    readonly headings: readonly string[];
    /** Whole rows, each with its line break. */
    readonly rows: readonly Markup[];
  },
): Markup {
  return markup`<div class="scroll"><table class="comparisons">${
    caption !== undefined && markup`<caption>${caption}</caption>`
  }
<thead><tr>${
    headings.map((heading) => markup`<th scope="col">${heading}</th>`)
  }</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}
