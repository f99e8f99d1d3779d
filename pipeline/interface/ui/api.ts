// Messages of the server to the page. Types only, as both sides read this file.
import type { FoldedStage, Point } from "../../stage.ts";

/** Progress of some work. */
export interface ProgressView {
  readonly done: number;
  /** 0 if it is unknown. */
  readonly total: number;
  readonly unit: string;
  /** Short text beside the bar. */
  readonly note: string;
  /** Seconds left; `null` if unknown. */
  readonly left: number | null;
}

/** State of an instance. `done`: in the cache since the run that the page saw began; `cached`: from before. */
export type InstanceState =
  | "cached"
  | "done"
  | "running"
  | "failed"
  | "checkpoint"
  | "outdated"
  | "waiting"
  | "new";

export interface InstanceView {
  readonly name: string;
  readonly stage: string;
  readonly point: Point;
  readonly state: InstanceState;
  /** Why the instance is not done. */
  readonly reasons: readonly string[];
  /** The decision of a sweep on it, with the reason. */
  readonly decision?: string;
  readonly seconds: number | null;
  readonly progress: ProgressView | null;
}

/** A stage of the DAG. */
export type StageView = Omit<FoldedStage, "instances">;

/** A run in progress. */
export interface RunView {
  readonly pid: number;
  readonly host: string;
  readonly pipeline: string;
  readonly file: string;
  /** Seconds since it began. */
  readonly seconds: number;
  readonly total: number;
  readonly ran: number;
  /** Instances that were in the cache. */
  readonly cached: number;
  readonly failed: number;
  /** Instances that wait for another process. */
  readonly waiting: readonly {
    readonly instance: string;
    readonly holder: string;
  }[];
  /** Native software that is being installed. */
  readonly preparing: readonly (ProgressView & { readonly name: string })[];
}

export interface RecordedRunView {
  readonly id: string;
  /** Time of the record, ISO 8601. */
  readonly time: string;
  /** Number of results. */
  readonly instances: number;
  readonly tags: readonly string[];
}

/** Everything that changes while the page is open. */
export interface StateView {
  readonly version: string;
  readonly pipeline: string;
  /** Path of the pipeline file, as the user typed it. */
  readonly file: string;
  /** Mistakes in the present file; the rest of the state is from before them. */
  readonly problem: string | null;
  /** State of its sweep in one line; `null` without one. */
  readonly sweep: string | null;
  /** Runs in progress, of this pipeline and of others that use the cache. */
  readonly runs: readonly RunView[];
  readonly stages: readonly StageView[];
  readonly instances: readonly InstanceView[];
  /** Recorded runs of this pipeline, the last first. */
  readonly recorded: readonly RecordedRunView[];
}

/** A drawing of the DAG in pixels. */
export interface GraphDrawing {
  readonly width: number;
  readonly height: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
  readonly boxes: readonly {
    readonly id: string;
    readonly x: number;
    readonly y: number;
  }[];
  /** Arrows, as paths of SVG. */
  readonly arrows: readonly {
    readonly from: string;
    readonly to: string;
    readonly path: string;
  }[];
}

/** The DAG; `null` if it is too large to draw. */
export interface GraphView {
  /** From left to right, for wide windows. */
  readonly wide: GraphDrawing | null;
  /** From top to bottom, for narrow windows. */
  readonly tall: GraphDrawing | null;
}

/** A metric that some instances of a stage have. */
export interface MetricView {
  readonly name: string;
  /** `curve`: a number of each member of a list, such as epochs; `list`: a list of numbers; `value`: one number. */
  readonly kind: "curve" | "list" | "value";
}

/** Metrics of a stage that has some. */
export interface StageMetricsView {
  readonly stage: string;
  readonly metrics: readonly MetricView[];
}

/** Metrics by stage. */
export interface MetricsView {
  readonly stages: readonly StageMetricsView[];
  /** A line about each damaged output, whose numbers are missing. */
  readonly damaged: readonly string[];
}

/** Values of a metric of one instance. */
export interface SeriesView {
  /** Name of the run; `now` for the pipeline as it is. */
  readonly run: string;
  readonly instance: string;
  /** Coordinates; empty for an instance that the pipeline no longer has. */
  readonly point: Point;
  readonly running: boolean;
  /** A single 0 for a metric that is not a curve. */
  readonly steps: readonly number[];
  /** `null` for a value that is not finite. */
  readonly values: readonly (number | null)[];
}

/** An axis of a sweep. */
export interface SweepAxisView {
  readonly name: string;
  /** True where its values repeat a run. */
  readonly seed: boolean;
  /** True where its values come from a range with logarithmic steps. */
  readonly log: boolean;
}

/** A metric of a sweep. */
export interface SweepMetricView {
  /** Stage and name: `evaluate.top1Accuracy`. */
  readonly name: string;
  /** The better direction; `null` if neither declaration nor name says it. */
  readonly better: "max" | "min" | null;
}

/** Mean, sample standard deviation (`null` for one value) and number of values. */
export type SweepCell = readonly [mean: number, sd: number | null, n: number];

/** One configuration of a sweep, or one instance of a stage. */
export interface SweepRowView {
  readonly point: Point;
  /** Instance of the stage whose log belongs to the row; several where seeds are joined. */
  readonly instances: readonly string[];
  /** `done`, or how many instances are in which state. */
  readonly state: string;
  /** In the order of the metrics; `null` where there is no finite value. */
  readonly cells: readonly (SweepCell | null)[];
}

/** The results of a stage as wide rows. */
export interface SweepRows {
  /** Stages that have metrics, in the order of the pipeline. */
  readonly stages: readonly string[];
  /** The stage of the rows; `null` if none has metrics. */
  readonly stage: string | null;
  readonly axes: readonly SweepAxisView[];
  /** Names of all axes that only repeat runs, also of those that the rows join. */
  readonly seedAxes: readonly string[];
  /** Metrics of the stage first, then those of stages that share its axes. */
  readonly metrics: readonly SweepMetricView[];
  readonly rows: readonly SweepRowView[];
  /** Number of rows that are left out. */
  readonly left: number;
  /** A line about each damaged output, whose numbers are missing. */
  readonly damaged: readonly string[];
}

export interface LogPieceView {
  readonly instance: string;
  /** Number of the attempt; 0 for the last one. */
  readonly attempt: number;
  /** Attempts that have a log. */
  readonly attempts: readonly number[];
  /** True if the log is of an earlier version of the instance. */
  readonly old: boolean;
  /** Offset of the piece in bytes. */
  readonly from: number;
  /** Offset of the next piece. */
  readonly next: number;
  readonly text: string;
}
