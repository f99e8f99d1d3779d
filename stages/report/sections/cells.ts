import { cellDot, graphCellDot } from "../../../nas/genotype/draw_cell.ts";
import { type GenotypeEdge, nodeOf } from "../../../nas/genotype/edge_nodes.ts";
import { isGraphGenotype } from "../../../nas/genotype/graph_genotype.ts";
import {
  hasCollapsed,
  isParameterFree,
} from "../../../nas/genotype/parameter_free.ts";
import type { CellKind } from "../../../nas/space/edge_space.ts";
import { colourClass } from "../charts/figure.ts";
import type { DrawDot } from "../html/graphviz.ts";
import { type Group, runLabel } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import { distinctRuns } from "../runs/metrics.ts";
import { looksOf } from "../runs/swept_axes.ts";
import { kindsOfRun } from "../runs/kinds_of_run.ts";
import type { GenotypeFile } from "../../_artifacts/genotype_file.ts";
import type { Run } from "../runs/report_run.ts";

/** A cell of an architecture. */
interface Cell {
  readonly title: string;
  readonly dot: string;
  /** Its edges in words. */
  readonly words: string;
  readonly edges: readonly GenotypeEdge[];
}

/** The cells of an architecture: a normal and a reduction cell, or a graph cell. */
function cellsOf(
  { genotype }: GenotypeFile,
  kinds: readonly CellKind[],
): Cell[] {
  if (isGraphGenotype(genotype)) {
    const words = genotype.nodes.flatMap((edges, node) =>
      edges.map(([operation, source]) =>
        `node ${source} to node ${node + 1} by ${operation}`
      )
    );
    return [{
      title: "Cell",
      dot: graphCellDot(genotype),
      words: words.join("; "),
      edges: genotype.nodes.flat(),
    }];
  }
  return KINDS.filter(([kind]) => kinds.includes(kind)).map(([kind, title]) => {
    const words = genotype[kind].map(([operation, source], index) => {
      const from = source < 2 ? `input ${source}` : `node ${source - 2}`;
      return `${from} to node ${nodeOf(genotype[kind], index)} by ${operation}`;
    });
    return {
      title,
      dot: cellDot(genotype, kind),
      words: words.join("; "),
      edges: genotype[kind],
    };
  });
}

const KINDS = [["normal", "Normal cell"], [
  "reduce",
  "Reduction cell",
]] as const;

/** An architecture with the name that it is shown under. */
interface Shown {
  readonly run: Run;
  readonly name: string;
  /** Index of the group whose colour it has. */
  readonly group: number;
}

/** Every architecture once, also where several groups measured it. */
function shownCells(groups: readonly Group[]): Shown[] {
  const found = groups.flatMap((group, at) =>
    distinctRuns(group, "derived").map((run) => ({ group, at, run }))
  );
  const sharing = Map.groupBy(found, ({ run }) => run.found.derived!);
  return [...sharing.values()].map((members) => {
    const { group, at, run } = members[0]!;
    const groups = new Set(members.map(({ group }) => group));
    return {
      run,
      group: at,
      name: groups.size === 1
        ? `${group.label}, ${runLabel(run)}`
        : `${group.name}, of ${groups.size} groups`,
    };
  });
}

/** Selects the text after a button and copies it: also in a file from the disk, without any permission. */
const COPY =
  "getSelection().selectAllChildren(this.nextElementSibling);document.execCommand('copy');this.textContent='Copied'";

function drawRun({ run, name }: Shown, draw: DrawDot): Markup {
  const derived = run.found.derived!.value;
  const selection = run.found.trajectory?.value.selection;
  const kinds = kindsOfRun(run);
  const shown = cellsOf(derived, kinds);
  const edges = shown.flatMap(({ edges }) => edges);
  const free =
    edges.filter(([operation]) =>
      isParameterFree(operation, derived.genotype.operations)
    ).length;
  const figures = shown.map(({ title, words, dot }) => {
    const description = `${title} of ${name}: ${words}`;
    const drawing = draw(dot, { description });
    return markup`<figure><figcaption>${title}</figcaption>${drawing}</figure>`;
  });
  return markup`<h3>${name} <small>${free} of ${edges.length} chosen edges without parameters${
    hasCollapsed(derived.genotype, kinds) && markup`, <b>collapsed</b>`
  }${selection !== undefined && markup`, selected by ${selection}`}</small></h3>
<div class="cells">${figures}</div>
<details><summary>${
    isGraphGenotype(derived.genotype) ? "Text" : "Python text"
  }</summary><button type="button" onclick="${COPY}">Copy</button><pre>${derived.python}</pre></details>`;
}

/** Architectures that are drawn at once; those of larger sweeps are folded away. */
const MOST_OPEN = 12;

/** Drawings of every derived architecture with its Python text. */
export function cells(
  groups: readonly Group[],
  draw: DrawDot,
): Markup | undefined {
  const looks = looksOf(groups);
  const articles = shownCells(groups).map((shown) =>
    markup`<article class="cell-run ${
      colourClass(looks[shown.group]!.colour)
    }">${drawRun(shown, draw)}</article>
`
  );
  if (articles.length === 0) return undefined;
  const [open, folded] = [
    articles.slice(0, MOST_OPEN),
    articles.slice(MOST_OPEN),
  ];
  return markup`<section><h2>Derived cells</h2>
<p class="note">Edges as the search chose them. Dashed edges have no parameters.</p>
${open}${
    folded.length > 0 &&
    markup`<details><summary>${folded.length} more</summary>${folded}</details>`
  }</section>`;
}
