import { isChoiceSpaceName } from "../../../nas/space/choice_space.ts";
import type { GraphSpaceName } from "../../../nas/space/graph_space.ts";
import type { RetrainHistory } from "../../_artifacts/retrain_history.ts";
import type { SearchHistory } from "../../_artifacts/search_history.ts";
import {
  enumerate,
  percent,
  plural,
  spaceTitle,
  whole,
} from "../html/format.ts";
import { dataStatements } from "../runs/data_statements.ts";
import type { Group } from "../runs/group_runs.ts";
import type { Run } from "../runs/report_run.ts";
import {
  type Subject,
  subjectOfHistory,
  subjectsOf,
} from "../runs/run_subject.ts";
import type { ArchitectureOrigin } from "../runs/architecture_origin.ts";
import { FEWEST } from "../statistics/bootstrap_interval.ts";
import { type Markup, markup } from "../html/markup.ts";
import { methodTitle } from "../runs/shown_methods.ts";
import { sweptAxes, type SweptAxis } from "../runs/swept_axes.ts";
import { earlyStops } from "./early_stops.ts";
import { stillNotes, stopNotes } from "./search_notes.ts";

/**
 * Epochs of the published protocols (SmoothDARTS: search and CIFAR evaluation; each search of P-DARTS; searches in
 * NAS-Bench spaces, and the trainings of the tables of NAS-Bench-201).
 */
const PUBLISHED = {
  search: 50,
  progressive: 25,
  tabulated: 100,
  retrain: 600,
  graphRetrain: 200,
  // of up to 8,000, stopped by hand
  textRetrain: 1600,
} as const;

/** The space whose protocol is meant: another space of graph cells may have another. */
const NASBENCH201: GraphSpaceName = "nasbench201";

/** Epochs of the published search in the space and by the method of a search. */
function publishedEpochs({ space, composition }: SearchHistory): number {
  if (isChoiceSpaceName(space) || space === NASBENCH201) {
    return PUBLISHED.tabulated;
  }
  return composition?.mixture === "progressive"
    ? PUBLISHED.progressive
    : PUBLISHED.search;
}

/** Planned epochs of a search: growing curvature may have stopped it earlier. */
function plannedEpochs({ config, epochs }: SearchHistory): number {
  return typeof config.epochs === "number" ? config.epochs : epochs.length;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** True if a statement on the data set says that only some images were used. */
export function isSubset(statement: string): boolean {
  const number = (text: string) => Number(text.replaceAll(",", ""));
  return [...statement.matchAll(/([\d,]+) of ([\d,]+)/g)]
    .some(([, used, all]) => number(used!) < number(all!));
}

function range(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? String(low) : `${low} to ${high}`;
}

/** Number of searches that a group is a sample of; 0 for other roles. */
function searchesOf({ runs }: Group): number {
  const { provenance } = runs[0]!;
  return provenance.source === "search" && !isSelected(provenance)
    ? new Set(runs.map(({ provenance }) => provenance.unit)).size
    : 0;
}

/** What the report has beside searches that are given, such as `2 random architectures`. */
function besides(groups: readonly Group[]): string[] {
  const runs = groups.flatMap((group) => group.runs);
  const nouns: readonly [string, (run: Run) => boolean][] = [
    ["selected architecture", ({ provenance }) => isSelected(provenance)],
    [
      "searched architecture",
      ({ provenance, searches }) =>
        provenance.source === "search" && searches.length === 0,
    ],
    ["random architecture", ({ provenance }) => provenance.source === "random"],
    ["given genotype", ({ provenance }) => provenance.source === "given"],
    ["other result", ({ provenance }) => provenance.source === "other"],
  ];
  const counted = new Set<Run>();
  return nouns.flatMap(([noun, belongs]) => {
    const own = runs.filter((run) => !counted.has(run) && belongs(run));
    for (const run of own) counted.add(run);
    const units = distinct(own.map(({ provenance }) => provenance.unit));
    return units.length > 0 ? [plural(units.length, noun)] : [];
  });
}

function isSelected({ choice }: ArchitectureOrigin): boolean {
  return choice !== undefined;
}

/** How runs on images or on text fall short of the published protocol. */
function shortcomings(subject: Subject, groups: readonly Group[]): string[] {
  const runs = groups.flatMap((group) => group.runs);
  const isOn = (history: SearchHistory | RetrainHistory) =>
    subjectOfHistory(history) === subject;
  const searches = runs.flatMap(({ found }) => found.search?.value ?? [])
    .filter(isOn);
  const retrains = runs.flatMap(({ found }) => found.retrain?.value ?? [])
    .filter(isOn);
  const statements = dataStatements(groups, subject);
  const isGraph = searches.length > 0 &&
    searches.every(({ space }) => space === NASBENCH201);
  const retraining = subject === "text"
    ? PUBLISHED.textRetrain
    : isGraph
    ? PUBLISHED.graphRetrain
    : PUBLISHED.retrain;
  return [
    statements.some(isSubset) && `on a subset of the ${subject}`,
    statements.some((text) => /halved to/.test(text)) && "at half resolution",
    searches.some((search) =>
      plannedEpochs(search) < publishedEpochs(search)
    ) &&
    `with ${range(searches.map(plannedEpochs))} search epochs (published: ${
      range(searches.map(publishedEpochs))
    })`,
    retrains.some(({ epochs }) => epochs.length < retraining) &&
    `with ${
      range(retrains.map(({ epochs }) => epochs.length))
    } retraining epochs (published: ${retraining})`,
  ].filter((text) => text !== false);
}

/** Sentences on how the runs fall short of the published protocol; empty for full runs. */
export function limits(groups: readonly Group[]): string[] {
  const runs = groups.flatMap((group) => group.runs);
  const subjects = subjectsOf(groups);
  const small = subjects.flatMap((subject) => {
    const short = shortcomings(subject, groups);
    return short.length === 0
      ? []
      : `${
        subjects.length > 1 ? `On ${subject}, this` : "This"
      } is a small run ${enumerate(short)}: its ${
        subject === "text" ? "perplexities" : "errors"
      } are not comparable with published figures.`;
  });
  const [tested] = runs.flatMap(({ found }) => found.evaluation?.value ?? []);
  const error = tested?.top1Error;
  const sizes = groups.map(searchesOf).filter((size) => size > 0);
  const seeds = Math.min(...sizes);
  return [
    ...small,
    tested !== undefined && error !== null && error !== undefined &&
    `An error measured on ${
      whole(tested.count)
    } test images has a standard error of about ${
      percent(1)(Math.sqrt(error * (1 - error) / tested.count), { bare: true })
    } percentage points from the choice of the images alone.`,
    sizes.length > 1 && seeds < FEWEST &&
    `With ${
      plural(seeds, "seed")
    } per method, differences are described, not tested.`,
  ].filter((text) => text !== false);
}

/** `6 architecture searches with DARTS in search space S3, seeds 0 and 1`. */
function searchText(searches: readonly SearchHistory[]): string {
  const methods = distinct(searches.map(({ method }) => method));
  const spaces = distinct(searches.map(({ space }) => space));
  const seeds = distinct(searches.map(({ seed }) => seed));
  return `${plural(searches.length, "architecture search")} with ${
    enumerate(methods.map(methodTitle))
  } in search space ${enumerate(spaces.map(spaceTitle))}, ${
    seeds.length === 1 ? "seed" : "seeds"
  } ${enumerate(seeds.map(String))}`;
}

/** `lr: 30 values from 0.001 to 3`. */
function axisText({ name, values, format, scale }: SweptAxis): string {
  return scale === null
    ? `${name}: ${enumerate(values.map(format))}`
    : `${name}: ${values.length} values from ${format(values[0])} to ${
      format(values.at(-1))
    }`;
}

/** Heading and the paragraph on methods, spaces, seeds and data. */
export function overview(title: string, groups: readonly Group[]): Markup {
  const runs = groups.flatMap((group) => group.runs);
  const searches = distinct(
    runs.flatMap(({ found }) => found.search?.value ?? []),
  );
  const datasets = distinct([
    ...searches.map(({ dataset }) => dataset),
    ...runs.flatMap(({ found }) =>
      (found.evaluation ?? found.perplexity)?.value.dataset ?? []
    ),
  ]);
  const done = [
    [runs.some(({ found }) => found.derived), "derived"],
    [runs.some(({ found }) => found.retrain), "retrained from scratch"],
    [
      runs.some(({ found }) => found.evaluation ?? found.perplexity),
      "tested",
    ],
    [
      runs.some(({ found }) => found.benchmark),
      "looked up in a table of trainings after each epoch",
    ],
    [runs.some(({ found }) => found.hessian), "analysed by their Hessian"],
  ].flatMap(([present, text]) => present ? String(text) : []);
  const axes = sweptAxes(groups);
  const notes = limits(groups);
  const stops = earlyStops(groups);
  const still = stillNotes(groups);
  const stopped = stopNotes(groups);
  return markup`<header><h1>${title}</h1>
<p class="lead">${
    [
      searches.length > 0 && searchText(searches),
      enumerate(besides(groups)),
    ].filter(Boolean).join("; ")
  }${done.length > 0 && `; ${enumerate(done)}`}.</p>
${
    axes.length > 0 &&
    markup`<p class="dataset"><strong>Axes:</strong> ${
      axes.map(axisText).join("; ")
    }.</p>
`
  }${
    datasets.length > 0 &&
    markup`<p class="dataset"><strong>Data:</strong> ${datasets.join("; ")}.</p>
`
  }${
    stops.length > 0 &&
    markup`<p class="turns"><strong>Growing curvature:</strong> ${
      stops.join(" ")
    }</p>`
  }${
    stopped.length > 0 &&
    markup`<p class="still"><strong>Operations:</strong> ${
      stopped.join(" ")
    }</p>`
  }${
    still.length > 0 &&
    markup`<p class="still"><strong>Alphas:</strong> ${still.join(" ")}</p>`
  }${
    notes.length > 0 && markup`<p class="limits">${notes.join(" ")}</p>`
  }</header>`;
}
