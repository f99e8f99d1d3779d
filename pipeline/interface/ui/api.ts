// What the server tells the page. Types alone, as both sides read this file.
import type { Point } from "../../stage.ts";

/** How far a piece of work is. */
export interface ProgressView {
  /** Work done so far. */
  readonly done: number;
  /** Work in all; 0 where that is not known. */
  readonly total: number;
  /** Unit of work. */
  readonly unit: string;
  /** Short text beside the bar. */
  readonly note: string;
  /** Seconds that it will still take; `null` where that cannot be told. */
  readonly left: number | null;
}

/** How an instance stands. */
export type InstanceState =
  | "cached"
  | "done"
  | "running"
  | "failed"
  | "checkpoint"
  | "outdated"
  | "waiting"
  | "new";

/** One instance. */
export interface InstanceView {
  /** Its name. */
  readonly name: string;
  /** Its stage. */
  readonly stage: string;
  /** Its coordinates. */
  readonly point: Point;
  /** `done`: in the cache since the run that the page saw began; `cached`: from before. */
  readonly state: InstanceState;
  /** Why it is not done. */
  readonly reasons: readonly string[];
  /** Seconds that it took, or that it has been running. */
  readonly seconds: number | null;
  /** How far it is. */
  readonly progress: ProgressView | null;
}

/** One stage of the DAG. */
export interface StageView {
  /** Identifier in the pipeline file. */
  readonly id: string;
  /** Stage that runs. */
  readonly use: string;
  /** Identifiers of the stages it needs. */
  readonly needs: readonly string[];
}

/** A run that is going on. */
export interface RunView {
  /** Process. */
  readonly pid: number;
  /** Host. */
  readonly host: string;
  /** Pipeline. */
  readonly pipeline: string;
  /** Its file. */
  readonly file: string;
  /** Seconds since it began. */
  readonly seconds: number;
  /** Instances in all. */
  readonly total: number;
  /** Instances that ran. */
  readonly ran: number;
  /** Instances that were in the cache. */
  readonly cached: number;
  /** Instances that failed. */
  readonly failed: number;
  /** Instances that wait for another process, and which. */
  readonly waiting: readonly {
    readonly instance: string;
    readonly holder: string;
  }[];
  /** Native software that is being made ready. */
  readonly preparing: readonly (ProgressView & { readonly name: string })[];
}

/** A run that is written down. */
export interface RecordedRunView {
  /** Its name. */
  readonly id: string;
  /** When it was first seen, ISO 8601. */
  readonly time: string;
  /** Instances that were there at its end. */
  readonly instances: number;
  /** Its tags. */
  readonly tags: readonly string[];
}

/** Everything that changes while the page is open. */
export interface StateView {
  /** Name of this state: equal states have equal names. */
  readonly version: string;
  /** Pipeline. */
  readonly pipeline: string;
  /** Its file, as the user typed it. */
  readonly file: string;
  /** What is wrong with the file at the moment; the rest is what it said before. */
  readonly problem: string | null;
  /** Runs that are going on, of this pipeline and of others on the cache. */
  readonly runs: readonly RunView[];
  /** Stages in order. */
  readonly stages: readonly StageView[];
  /** Instances in order. */
  readonly instances: readonly InstanceView[];
  /** Runs of this pipeline that are written down, the last first. */
  readonly recorded: readonly RecordedRunView[];
}

/** A drawing of the DAG in pixels. */
export interface GraphDrawing {
  /** Width of the whole. */
  readonly width: number;
  /** Height of the whole. */
  readonly height: number;
  /** Width of a box. */
  readonly boxWidth: number;
  /** Height of a box. */
  readonly boxHeight: number;
  /** Centres of the boxes. */
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

/** The DAG, drawn from left to right and from top to bottom; `null` where it is too large to be drawn. */
export interface GraphView {
  /** For wide windows. */
  readonly wide: GraphDrawing | null;
  /** For narrow ones. */
  readonly tall: GraphDrawing | null;
}

/** A metric that some instances of a stage have. */
export interface MetricView {
  /** Its name. */
  readonly name: string;
  /** `curve`: a number of each member of a list, such as epochs; `list`: a list of numbers; `value`: one number. */
  readonly kind: "curve" | "list" | "value";
}

/** Metrics of the stages that have any. */
export type MetricsView = readonly {
  readonly stage: string;
  readonly metrics: readonly MetricView[];
}[];

/** What one instance has of a metric. */
export interface SeriesView {
  /** Name of the run; `now` for what the cache has for the pipeline as it is. */
  readonly run: string;
  /** Instance. */
  readonly instance: string;
  /** Its coordinates; empty where they are not known any more. */
  readonly point: Point;
  /** True while it runs. */
  readonly running: boolean;
  /** Steps; a single 0 for a metric that is no curve. */
  readonly steps: readonly number[];
  /** Its values; `null` for what is no finite number. */
  readonly values: readonly (number | null)[];
}

/** A piece of a log. */
export interface LogPieceView {
  /** Instance. */
  readonly instance: string;
  /** Number of the attempt; 0 for the last one. */
  readonly attempt: number;
  /** Attempts that have a log. */
  readonly attempts: readonly number[];
  /** True when it is of an earlier version of the instance. */
  readonly old: boolean;
  /** Where the piece begins, in bytes. */
  readonly from: number;
  /** Where the next one begins. */
  readonly next: number;
  /** The text. */
  readonly text: string;
}
