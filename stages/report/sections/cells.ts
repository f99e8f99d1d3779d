import { cellDot } from "../../../nas/draw_cell.ts";
import { isParameterFree } from "../../../nas/parameter_free.ts";
import { colourClass } from "../charts/figure.ts";
import type { DrawDot } from "../graphviz.ts";
import { type Group, runLabel } from "../group_runs.ts";
import { html, type Markup } from "../html.ts";
import type { Derived, Run } from "../run.ts";

const KINDS = [["normal", "Normal cell"], [
  "reduce",
  "Reduction cell",
]] as const;

/** What a cell drawing shows, in words. */
function describe(
  { genotype }: Derived,
  kind: "normal" | "reduce",
): string {
  const edges = genotype[kind].map(([operation, source], index) => {
    const from = source < 2 ? `input ${source}` : `node ${source - 2}`;
    return `${from} to node ${Math.floor(index / 2)} by ${operation}`;
  });
  return edges.join("; ");
}

function drawRun(group: Group, run: Run, draw: DrawDot): Markup {
  const derived = run.found.derived!.value;
  const edges = [...derived.genotype.normal, ...derived.genotype.reduce];
  const free = edges.filter(([operation]) => isParameterFree(operation)).length;
  return html`
    <article>
      <h3>${group.label}, ${runLabel(run)} <small>${free} of ${edges
        .length} chosen edges without parameters</small></h3>
      <div class="cells">${KINDS.map(([kind, name]) =>
        html`<figure><figcaption>${name}</figcaption>${
          draw(
            cellDot(derived.genotype, kind),
            `${name} of ${group.label}, ${runLabel(run)}: ${
              describe(derived, kind)
            }`,
          )
        }</figure>`
      )}</div>
      <details>
        <summary>Python text</summary>
        <pre>${derived.python}</pre>
      </details>
    </article>
  `;
}

/** Drawings of every derived architecture with its Python text. */
export function cells(
  groups: readonly Group[],
  draw: DrawDot,
): Markup | undefined {
  const articles = groups.flatMap((group, i) =>
    group.runs.filter(({ found }) => found.derived !== undefined)
      // Runs that share a derived architecture show it once.
      .filter((run, j, all) =>
        all.findIndex(({ found }) => found.derived === run.found.derived) === j
      )
      .map((run) =>
        html`<div class="${colourClass(i)} cell-run">${
          drawRun(group, run, draw)
        }</div>`
      )
  );
  if (articles.length === 0) return undefined;
  return html`<section><h2>Derived cells</h2>
<p class="note">Two edges a node, as the search chose them. Dashed edges have no parameters.</p>
${articles}</section>`;
}
