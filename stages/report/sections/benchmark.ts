import type { Benchmark } from "../../_artifacts/benchmark.ts";
import { lineGroups } from "./line_groups.ts";
import type { ChartText } from "../charts/figure.ts";
import {
  lineChart,
  type LineGroup,
  spreadLine,
  type SpreadSample,
} from "../charts/line_chart.ts";
import {
  type Formatter,
  percent,
  plural,
  spaceTitle,
  whole,
} from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import { regimeNote } from "./number_notes.ts";
import { type Markup, markup } from "../html/markup.ts";
import { distinctRuns } from "../runs/metrics.ts";
import type { Run } from "../runs/report_run.ts";

/** A chart of a tabulated number over the search. */
interface Figure extends Omit<ChartText, "format"> {
  readonly value: "testError" | "validationError" | "regret";
}

const FIGURES: readonly Figure[] = [
  {
    title: "Test error of the architecture",
    caption:
      "Of the cell that the alphas stand for after each epoch, as tabulated.",
    y: "test error, %",
    value: "testError",
  },
  {
    title: "Validation error of the architecture",
    caption: "Of the same cells.",
    y: "validation error, %",
    value: "validationError",
  },
  {
    title: "Regret",
    caption:
      "Best mean accuracy of the table minus that of the architecture, on the same images.",
    y: "regret, percentage points",
    value: "regret",
  },
];

const format: Formatter = percent(2);

/** Epochs that any run has a value of. */
function epochsOf(groups: readonly Group[]): number[] {
  const all = groups.flatMap(({ runs }) =>
    runs.flatMap(({ found }) =>
      found.benchmark?.value.epochs.map(({ epoch }) => epoch) ?? []
    )
  );
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Lines of each group for one of the figures: level ones for random architectures, which no epoch changes. */
function linesOf(
  groups: readonly Group[],
  value: Figure["value"],
): LineGroup[] {
  const all = epochsOf(groups);
  return lineGroups(groups, "benchmark", ({ found, provenance }) => {
    const { epochs } = found.benchmark!.value;
    return provenance.source === "random"
      ? all.map((epoch) => [epoch, epochs.at(-1)![value]])
      : epochs.map((at) => [at.epoch, at[value]]);
  }).filter(({ runs }) => runs.length > 0);
}

/** False for an error on images that no architecture was evaluated on. */
function hasValues(groups: readonly LineGroup[]): boolean {
  return groups.some(({ runs }) =>
    runs.some(({ samples }) => samples.some(([, value]) => value !== null))
  );
}

function cellText(
  sample: SpreadSample | undefined,
  runs: number,
): string {
  if (sample === undefined) return "not in the table";
  const { mean, std, n } = sample;
  const spread = std === null ? "" : ` ± ${format(std, { bare: true })}`;
  const share = n === runs ? "" : ` (${n} of ${runs})`;
  return `${format(mean, { bare: true })}${spread}${share}`;
}

/** Table of the numbers of a figure. */
function dataTable(title: string, groups: readonly LineGroup[]): Markup {
  const positions = [
    ...new Set(
      groups.flatMap(({ runs }) =>
        runs.flatMap(({ samples }) => samples.map(([x]) => x))
      ),
    ),
  ].sort((a, b) => a - b);
  const spreads = groups.map(({ runs }) =>
    new Map(spreadLine(runs).map((sample) => [sample.x, sample]))
  );
  const rows = positions.map((x) =>
    markup`<tr><th scope="row">${x}</th>${
      groups.map(({ runs }, i) =>
        markup`<td>${cellText(spreads[i]!.get(x), runs.length)}</td>`
      )
    }</tr>
`
  );
  return markup`<details><summary>Means: ${title}</summary><div class="scroll"><table class="settings">
<caption>In per cent: mean ± sample standard deviation over the seeds whose architecture is in the table.</caption>
<thead><tr><th scope="col">epoch</th>${
    groups.map(({ label }) => markup`<th scope="col">${label}</th>`)
  }</tr></thead>
<tbody>${rows}</tbody></table></div></details>
`;
}

/** The table, whether it is the authors' file where that can be known, and what of it was looked at. */
function tableText(
  { name, official, epochs, cells, dataset, split }: Benchmark["table"],
): string {
  const other = official === false ? ", not the official file" : "";
  const on = dataset === undefined
    ? ""
    : ` on ${dataset}, evaluated on ${split}`;
  return `${name}${other}: ${whole(cells)} cells, trained for ${
    plural(epochs, "epoch")
  }${on}`;
}

/** Sentence on the table and on how many architectures it lacks. */
function note(groups: readonly Group[]): Markup {
  const found = groups.flatMap((group) =>
    distinctRuns(group, "benchmark").map((run) => run.found.benchmark!.value)
  );
  const tables = [...new Set(found.map(({ table }) => tableText(table)))];
  const points = found.flatMap(({ epochs }) => epochs);
  const absent = points.filter(({ inTable }) => !inTable).length;
  const regime = regimeNote(groups);
  return markup`<p class="note">${tables.join("; ")}. ${
    regime !== undefined && `${regime} `
  }${
    absent === 0
      ? "All architectures are in the table."
      : `${whole(absent)} of ${
        whole(points.length)
      } architectures are not in the table: they have no value here, and means are over the others.`
  }</p>`;
}

/** Groups with looked-up searches, by heading: their space, and the part of a table that has several; labels leave the space out. */
function byHeading(groups: readonly Group[]): Map<string, Group[]> {
  const headings = new Map<string, Group[]>();
  for (const group of groups) {
    const [first] = distinctRuns(group, "benchmark");
    if (first === undefined) continue;
    const { space, table } = first.found.benchmark!.value;
    const { dataset, split, epochs } = table;
    const heading = dataset === undefined
      ? spaceTitle(space)
      : `${spaceTitle(space)}: ${dataset}, ${
        plural(epochs, "epoch")
      }, ${split}`;
    const label = group.label.split(" · ").filter((part) => part !== space)
      .join(" · ");
    const members = headings.get(heading) ?? [];
    headings.set(heading, [
      ...members,
      { ...group, label: label || group.label },
    ]);
  }
  return headings;
}

/** Trajectories of searches through a benchmark table, with mean and spread by method, for each space and part of a table; undefined without one. */
export function benchmark(groups: readonly Group[]): Markup | undefined {
  const headings = [...byHeading(groups)];
  if (headings.length === 0) return undefined;
  const parts = headings.map(([heading, members]) => {
    const drawn = FIGURES.map(({ value, ...text }) => ({
      ...text,
      groups: linesOf(members, value),
    })).filter(({ groups }) => hasValues(groups));
    const figures = drawn.map((figure) =>
      lineChart({
        ...figure,
        x: "epoch",
        format: (share) => (100 * share).toFixed(1),
        spread: { least: 0 },
      })
    );
    const tables = drawn.map(({ title, groups }) => dataTable(title, groups));
    return markup`<h3>${heading}</h3>
${note(members)}
<div class="charts">${figures}</div>
${tables}`;
  });
  const isDrawn = ({ provenance, found }: Run) =>
    provenance.source === "random" && found.benchmark !== undefined;
  const level = groups.some(({ runs }) => runs.some(isDrawn))
    ? " Level lines: random architectures, which no epoch changes."
    : "";
  return markup`<section><h2>Architectures over the search</h2>
<p class="note">Epoch 0 is before the search. Thick lines: mean over seeds, in a band of one standard deviation. Thin lines: single seeds.${level}</p>
${parts}</section>`;
}
