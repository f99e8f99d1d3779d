import { numberText } from "../../../../common/quantities.ts";
import { shellWord } from "../../../base/shell_word.ts";
import type { OpenedPipeline } from "../../../cache/key/action.ts";
import { declaredOutputs } from "../../../cache/metrics/declared_outputs.ts";
import { headlineMetrics } from "../../../cache/metrics/headline_metrics.ts";
import { readHeadline } from "../../../cache/metrics/read_headline.ts";
import {
  type KnownState,
  resultReader,
} from "../../../cache/metrics/result_reader.ts";
import type { RunEnd } from "../../../cache/history/run_history.ts";
import {
  lastSummary,
  stageSummaries,
  type StageSummary,
} from "../../../cache/metrics/stage_summaries.ts";
import type { RunEvent } from "../../../execution/live/run_event.ts";
import { programName } from "../../terminal/started_by.ts";
import type { RunDetails } from "../../terminal/text_printer.ts";
import type { FlagValues } from "../flags.ts";
import { headlineText, outcomeText } from "./outcome_text.ts";

/** Headline metrics of a result that are printed when its stage ends. */
const METRICS = 3;

/** Instances of a pipeline that is summed up, where something ran and where nothing did; reading more takes long. */
const INSTANCES = { ran: 1000, cached: 200 };

/** Texts on the results of a run, and what its history keeps of them. */
export interface RunResults
  extends Required<Pick<RunDetails, "headline" | "outcome">> {
  /** Notes which results there are. */
  note(event: RunEvent): void;
  /** Fields of its entry in the history. */
  end(): Partial<Pick<RunEnd, "counts" | "headline" | "metrics">>;
}

/**
 * Reads the results of a run as they come.
 *
 * @param opened Gives the pipeline as it is known at the moment.
 */
export function runResults(opened: () => OpenedPipeline): RunResults {
  const known = new Map<string, KnownState>();
  let read: StageSummary[] | undefined;
  let counts: RunEnd["counts"];
  const summaries = () => {
    if (read !== undefined) return read;
    const { pipeline, folders } = opened();
    const most = counts?.ran === 0 ? INSTANCES.cached : INSTANCES.ran;
    if (pipeline.instances.length > most) return [];
    // A damaged output is reported where it matters.
    const resultOf = resultReader(folders)(known.values(), {
      onDamage: () => {},
      outputsOf: declaredOutputs(pipeline),
      headlines: true,
    });
    return read = stageSummaries(pipeline, resultOf);
  };
  return {
    note: (event) => {
      if (event.type === "summary") {
        const { ran, cached, failed, skipped } = event;
        counts = { ran, cached, failed, skipped };
      }
      if (event.type !== "done" && event.type !== "cached") return;
      const { instance, key } = event;
      known.set(instance, { instance, key, state: "done" });
      read = undefined;
    },
    end: () => {
      const found = summaries();
      const last = lastSummary(found);
      return {
        counts,
        ...last === undefined ? {} : {
          headline: headlineText(last),
          metrics: Object.fromEntries(
            found.map(({ stage, metrics }) => [stage, metrics]),
          ),
        },
      };
    },
    headline: (name, key) => {
      const { pipeline, folders } = opened();
      const instance = pipeline.instances.find((one) => one.name === name);
      if (instance === undefined) return "";
      const { outputs } = instance.stage.module.definition;
      const numbers = readHeadline(folders, key, {
        outputs,
        headlines: true,
        onDamage: () => {},
      });
      return headlineMetrics(outputs, numbers.keys()).slice(0, METRICS).map((
        { name, label },
      ) => `${label} ${numberText(numbers.get(name) ?? NaN)}`).join("  ");
    },
    outcome: () => outcomeText(summaries()),
  };
}

/** The command that shows the log of an instance, for the cache and the project that a command line names. */
export function logCommand(
  { cache, project }: FlagValues,
): (instance: string) => string {
  const place = Object.entries({ cache, project }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(value)]
  );
  return (instance) =>
    [programName(), "log", shellWord(instance), ...place].join(" ");
}
