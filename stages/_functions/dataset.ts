import type { z } from "zod";
import { type CallOptions, callStage } from "../../pipeline/call_stage.ts";
import type { downloadParams } from "../download/params.ts";
import type { splitParams } from "../split/params.ts";
import { artifactPath, type ArtifactSource, madeFiles } from "./artifact.ts";
import { builtInStage } from "./built_in_stage.ts";

/**
 * As the stage `download` takes them.
 * @internal
 */
type DownloadInput = z.input<typeof downloadParams>;

/**
 * As the stage `split` takes them.
 * @internal
 */
type SplitInput = z.input<typeof splitParams>;

/** Options of {@linkcode downloadDataset}. */
export interface DownloadCall extends CallOptions {
  /** Which data set, and what replaces its official source. */
  readonly params: DownloadInput;
}

/** Official files of a data set. */
export interface DownloadedDataset {
  /** Path of the folder with the files. */
  readonly files: Readonly<Record<"files", string>>;
}

/**
 * Downloads the official files of a data set and verifies them.
 *
 * @throws {Error} If they cannot be had, or have another digest.
 */
export async function downloadDataset(
  { params, ...options }: DownloadCall,
): Promise<DownloadedDataset> {
  const stage = builtInStage("download");
  return { files: madeFiles(await callStage(stage, { ...options, params })) };
}

/** Options of {@linkcode splitDataset}. */
export interface SplitCall extends CallOptions {
  /** Official files, of {@linkcode downloadDataset}. */
  readonly dataset: ArtifactSource<"files">;
  /** Which images, and how they are divided. */
  readonly params?: SplitInput;
}

/** A prepared data set. */
export interface PreparedDataset {
  /** Paths of the folder for searches and trainings, of that for evaluations, and of the list of images. */
  readonly files: Readonly<Record<"dataset" | "test" | "ids", string>>;
}

/** Chooses images and divides them between weights, architecture and test. */
export async function splitDataset(
  { dataset, params = {}, ...options }: SplitCall,
): Promise<PreparedDataset> {
  const stage = builtInStage("split");
  const inputs = { files: artifactPath(dataset, "files") };
  const made = await callStage(stage, { ...options, params, inputs });
  return { files: madeFiles(made) };
}
