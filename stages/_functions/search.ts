import type { z } from "zod";
import { type CallOptions, callStage } from "../../pipeline/call_stage.ts";
import type { FoundAlphas } from "../_artifacts/found_alphas.ts";
import type { SearchHistory } from "../_artifacts/search_history.ts";
import type { searchParams } from "../search/params.ts";
import { artifactPath, type ArtifactSource, madeFiles } from "./artifact.ts";
import { builtInStage } from "./built_in_stage.ts";
import { loadModule } from "./load_module.ts";

/**
 * As the stage `search` takes them.
 * @internal
 */
type SearchInput = z.input<typeof searchParams>;

/**
 * Content of `alphas.json`.
 * @internal
 */
type SearchAlphas = FoundAlphas;

/**
 * Content of `history.json`.
 * @internal
 */
type SearchEpochs = SearchHistory;

/** Options of {@linkcode search}. */
export interface SearchCall extends CallOptions {
  /** Prepared data set, of `splitDataset()`. */
  readonly data: ArtifactSource<"dataset">;
  /** Space, method and settings; those that are left out have their published values. */
  readonly params: SearchInput;
  /** Search that has narrowed the space, for the later phases of P-DARTS. */
  readonly before?: ArtifactSource<"alphas">;
}

/** What a search found. */
export interface SearchResult {
  /** Paths of `alphas.json`, the folder `supernet` and `history.json`. */
  readonly files: Readonly<Record<"alphas" | "supernet" | "history", string>>;
  /** Space, method and raw alphas: before the training (epoch 0) and after each epoch. */
  readonly alphas: SearchAlphas;
  /** Losses, accuracies and other measures of each epoch. */
  readonly history: SearchEpochs;
}

/**
 * Searches an architecture, as the stage `search` does.
 *
 * @throws {TypeError} If a parameter is wrong; the message names it.
 */
export async function search(
  { data, params, before, ...options }: SearchCall,
): Promise<SearchResult> {
  const stage = builtInStage("search");
  const files = madeFiles<"alphas" | "supernet" | "history">(
    await callStage(stage, {
      ...options,
      params,
      inputs: {
        data: artifactPath(data, "dataset"),
        ...(before === undefined
          ? {}
          : { before: artifactPath(before, "alphas") }),
      },
    }),
  );
  const { readFoundAlphas } = await loadModule<
    typeof import("../_artifacts/found_alphas.ts")
  >(import.meta.resolve("../_artifacts/found_alphas.ts"));
  const { searchHistoryFile } = await loadModule<
    typeof import("../_artifacts/search_history.ts")
  >(import.meta.resolve("../_artifacts/search_history.ts"));
  return {
    files,
    alphas: await readFoundAlphas(files.alphas),
    history: await searchHistoryFile.read(files.history),
  };
}
