import { lineGroups } from "./line_groups.ts";
import type { ChartText } from "../charts/figure.ts";
import {
  type LineChart,
  lineChart,
  type Sample,
} from "../charts/line_chart.ts";
import { fixed, percent } from "../html/format.ts";
import type { Group } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import type { Artifacts, Run } from "../runs/report_run.ts";
import { type Subject, subjectOf, subjectsOf } from "../runs/run_subject.ts";
import { mixtureMaps } from "./mixture_maps.ts";
import { ballNotes } from "./search_notes.ts";
import { spectrumChart } from "./spectrum_chart.ts";

/** A curve over epochs. */
interface Curve extends ChartText, Pick<LineChart, "include"> {
  /** Caption for runs on text, which get a chart of their own: their numbers have another scale than those on images. */
  readonly textCaption?: string;
  /** Runs that share this artifact are drawn once. */
  readonly source: keyof Artifacts;
  readonly samples: (run: Run) => readonly Sample[];
}

type SearchEpoch = NonNullable<
  Run["found"]["search"]
>["value"]["epochs"][number];

function ofSearch(read: (epoch: SearchEpoch) => number | null) {
  return ({ found }: Run): Sample[] =>
    found.search?.value.epochs.map((epoch) => [epoch.epoch, read(epoch)]) ?? [];
}

const CURVES: readonly Curve[] = [
  {
    title: "Validation accuracy",
    caption:
      "Supernet on the alpha half of the training images, in evaluation mode (running statistics).",
    y: "accuracy",
    format: percent(0),
    source: "search",
    samples: ofSearch((epoch) => epoch.validAccuracy),
  },
  {
    title: "Training loss",
    caption:
      "Cross entropy of the supernet's weight steps, in train mode (batch statistics).",
    y: "cross entropy",
    format: fixed(2),
    textCaption:
      "Cross entropy of a token in the weight steps of the search's language model, in train mode (batch statistics).",
    source: "search",
    samples: ofSearch((epoch) => epoch.trainLoss),
  },
  {
    title: "Validation perplexity",
    caption:
      "Language model of the search on the validation text, in evaluation mode (running statistics).",
    y: "perplexity",
    format: fixed(0),
    source: "search",
    samples: ofSearch((epoch) => epoch.validPerplexity ?? null),
  },
  {
    title: "Parameter-free share",
    caption:
      "Edges whose strongest operation has no parameters; near 100 % the search has collapsed.",
    y: "share of edges",
    format: percent(0),
    include: 0,
    source: "search",
    samples: ofSearch((epoch) => epoch.parameterFreeShare),
  },
  {
    title: "Weight on parameter-free operations",
    caption: "Mean share of the mixture weights over all edges.",
    y: "mean weight",
    format: percent(0),
    source: "mixture",
    samples: ({ found }) =>
      found.mixture?.value.map(({ epoch, parameterFree }) =>
        [epoch, parameterFree] as const
      ) ?? [],
  },
  {
    title: "Parameter-free edges of the derived cells",
    caption:
      "Chosen edges of all kinds of cells, had the search stopped there.",
    y: "edges",
    format: fixed(0),
    include: 0,
    source: "trajectory",
    samples: ({ found }) =>
      found.trajectory?.value.epochs.map(({ epoch, parameterFree }) =>
        [epoch, parameterFree] as const
      ) ?? [],
  },
  {
    title: "Perturbation radius ε",
    caption: "Of the mixture weights, in probability space.",
    y: "ε",
    format: fixed(2),
    include: 0,
    source: "search",
    samples: ofSearch((epoch) => epoch.epsilon),
  },
  {
    title: "Curvature",
    caption:
      "Largest eigenvalue of the Hessian of the validation loss in the alphas, during the search, in train mode (batch statistics).",
    y: "eigenvalue",
    format: fixed(2),
    include: 0,
    source: "search",
    samples: ofSearch(({ curvature }) =>
      curvature?.topState === "unconverged" ? null : curvature?.top ?? null
    ),
  },
  {
    title: "Attack gain",
    caption:
      "Mean rise of the training loss that the attack achieves, in evaluation mode (running statistics).",
    y: "rise of the loss",
    format: fixed(2),
    include: 0,
    source: "search",
    samples: ofSearch((epoch) => epoch.attackGain),
  },
  {
    title: "Retraining loss",
    caption:
      "Derived network, trained from scratch, in train mode (batch statistics).",
    y: "cross entropy",
    format: fixed(2),
    textCaption:
      "Cross entropy of a token in the language model around the derived cell, trained from scratch.",
    source: "retrain",
    samples: ({ found }) =>
      found.retrain?.value.epochs.map(({ epoch, trainLoss }) =>
        [epoch, trainLoss] as const
      ) ?? [],
  },
  {
    title: "Perplexity in retraining",
    caption:
      "Language model around the derived cell on the validation text; of averaged weights once they are averaged.",
    y: "perplexity",
    format: fixed(0),
    source: "retrain",
    samples: ({ found }) =>
      found.retrain?.value.epochs.map(({ epoch, validPerplexity }) =>
        [epoch, validPerplexity ?? null] as const
      ) ?? [],
  },
];

/** The charts of a curve: one of all runs, or one of the runs on images and one of those on text. */
function chartsOf(curve: Curve, subjects: readonly Subject[]): Curve[] {
  const { title, caption, textCaption, samples } = curve;
  if (textCaption === undefined) return [curve];
  return subjects.map((subject) => ({
    ...curve,
    title: subjects.length > 1 ? `${title} on ${subject}` : title,
    caption: subject === "text" ? textCaption : caption,
    samples: (run) => subjectOf(run) === subject ? samples(run) : [],
  }));
}

/** Curves over epochs: a thick line for the mean of a group, a thin one for each seed. */
export function curves(groups: readonly Group[]): Markup {
  const subjects = subjectsOf(groups);
  const charts = CURVES.flatMap((curve) => chartsOf(curve, subjects));
  const figures = charts.map(({ samples, source, textCaption: _, ...text }) =>
    lineChart({
      ...text,
      x: "epoch",
      groups: lineGroups(groups, source, samples),
    })
  );
  const balls = ballNotes(groups);
  return markup`<section><h2>Search and retraining</h2>
<p class="note">Thick lines: mean over seeds. Thin lines: single seeds.${
    balls.length > 0 && ` ${balls.join(" ")}`
  }</p>
<div class="charts">${figures}${spectrumChart(groups)}${
    mixtureMaps(groups)
  }</div></section>`;
}
