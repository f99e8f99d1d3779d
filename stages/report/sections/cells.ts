import { cellDot } from "../../../nas/genotype/draw_cell.ts";
import {
  hasCollapsed,
  isParameterFree,
} from "../../../nas/genotype/parameter_free.ts";
import { colourClass } from "../charts/figure.ts";
import type { DrawDot } from "../html/graphviz.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import { distinctRuns } from "../runs/metrics.ts";
import type { GenotypeFile } from "../../_artifacts/genotype_file.ts";
import type { Run } from "../runs/report_run.ts";

const KINDS = [["normal", "Normal cell"], [
  "reduce",
  "Reduction cell",
]] as const;

/** Description of a cell in words. */
function describe(
  { genotype }: GenotypeFile,
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
  const free =
    edges.filter(([operation]) =>
      isParameterFree(operation, derived.genotype.operations)
    ).length;
  const name = `${group.label}, ${runLabel(run)}`;
  const figures = KINDS.map(([kind, title]) => {
    const description = `${title} of ${name}: ${describe(derived, kind)}`;
    const drawing = draw(cellDot(derived.genotype, kind), { description });
    return markup`<figure><figcaption>${title}</figcaption>${drawing}</figure>`;
  });
  return markup`<h3>${name} <small>${free} of ${edges.length} chosen edges without parameters${
    hasCollapsed(derived.genotype) && markup`, <b>collapsed</b>`
  }</small></h3>
<div class="cells">${figures}</div>
<details><summary>Python text</summary><pre>${derived.python}</pre></details>`;
}

/** Drawings of every derived architecture with its Python text. */
export function cells(
  groups: readonly Group[],
  draw: DrawDot,
): Markup | undefined {
  const articles = groups.flatMap((group, i) =>
    distinctRuns(group, "derived").map((run) => {
      const content = drawRun(group, run, draw);
      return markup`<article class="cell-run ${
        colourClass(i)
      }">${content}</article>
`;
    })
  );
  if (articles.length === 0) return undefined;
  return markup`<section><h2>Derived cells</h2>
<p class="note">Two edges a node, as the search chose them. Dashed edges have no parameters.</p>
${articles}</section>`;
}
