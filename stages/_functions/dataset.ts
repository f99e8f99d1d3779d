import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import { type CallOptions, callStage } from "../../pipeline/call_stage.ts";
import type { downloadParams } from "../download/params.ts";
import type { splitParams } from "../split/params.ts";
import { madeFiles } from "./artifact.ts";
import { builtInStage } from "./built_in_stage.ts";
import { loadModule } from "./load_module.ts";

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

/** Files of a data set. */
export interface DownloadedDataset {
  /** URL of the module that says what the data set is, and reads its files. */
  readonly module: string;
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
  const made = await callStage(stage, { ...options, params });
  const module = await moduleOf(params.dataset);
  return { files: madeFiles(made), module };
}

/** Options of {@linkcode splitDataset}. */
export interface SplitCall extends CallOptions {
  /** Files, of {@linkcode downloadDataset}; the path of those of a built-in data set. */
  readonly dataset: DownloadedDataset | string;
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
  const { files, module } = typeof dataset === "string"
    ? await storedFiles(dataset)
    : dataset;
  const made = await callStage(stage, {
    ...options,
    params,
    inputs: files,
    takes: { dataset: module },
  });
  return { files: madeFiles(made) };
}

/** Files that are there already. */
async function storedFiles(folder: string): Promise<DownloadedDataset> {
  const { readSourceNote } = await loadModule<
    typeof import("../../datasets/sources/source_note.ts")
  >(import.meta.resolve("../../datasets/sources/source_note.ts"));
  const { dataset } = await readSourceNote(folder);
  return { files: { files: folder }, module: await moduleOf(dataset) };
}

async function moduleOf(dataset: string): Promise<string> {
  const { datasetModule } = await loadModule<
    typeof import("../_declare/dataset_param.ts")
  >(import.meta.resolve("../_declare/dataset_param.ts"));
  const module = datasetModule(dataset);
  return module.startsWith("file:")
    ? module
    : pathToFileURL(resolve(module)).href;
}
