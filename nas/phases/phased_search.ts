import type { Engine } from "../../engine/engine.ts";
import {
  supernet,
  type SupernetConfig,
  supernetLayout,
} from "../network/supernet.ts";
import { runSearch } from "../search/search.ts";
import type { SearchOptions } from "../search/search_options.ts";
import type { SearchState } from "../search/search_state.ts";
import { prunedAlphas } from "./pruned_alphas.ts";
import { widenedNetwork } from "./widened_network.ts";

/** A phase of a search after its first one. */
export interface SearchPhase {
  /** Epochs before it. */
  readonly after: number;
  /** Candidates that each edge keeps; as many as before by default. */
  readonly keep?: number | undefined;
  /** One of this many channels goes through the candidates; as many as before by default. */
  readonly channelShare?: number | undefined;
}

/** The supernet of a state of a search in phases. */
export function phaseConfig(
  config: SupernetConfig,
  phases: readonly SearchPhase[],
  { phase }: Pick<SearchState, "phase">,
): SupernetConfig {
  if (phase === undefined) return config;
  const { entered, kept } = phase;
  const { channelShare = config.channelShare } = phases.slice(0, entered)
    .findLast((phase) => phase.channelShare !== undefined) ?? {};
  return { ...config, kept, channelShare };
}

/**
 * Runs a search in phases (DrNAS): before each later one, every edge keeps its strongest candidates, and the others are no
 * longer computed; then the candidates that are left get more channels, as copies of those that they have. Weights,
 * alphas and their optimisers go on, and so do schedules, which follow from all epochs; a warm-up is that of each phase.
 * What is copied is drawn at an address of its own, so that a search that is resumed before or after it gives the same
 * bytes.
 *
 * @param phases Those after the first one, in order.
 * @throws When a loss is not finite.
 */
export async function runPhasedSearch(
  engine: Engine,
  initial: SearchState,
  options: SearchOptions,
  phases: readonly SearchPhase[],
): Promise<SearchState> {
  let state = initial;
  for (;;) {
    const entered = state.phase?.entered ?? 0;
    const config = phaseConfig(options.config, phases, state);
    const begins = phases[entered - 1]?.after ?? 0;
    const next = phases[entered];
    state = await runSearch(engine, state, {
      ...options,
      config,
      layout: supernetLayout(config),
      warmup: begins + (options.warmup ?? 0),
      until: next?.after,
    });
    if (next === undefined) return state;
    state = enteredPhase(state, next, { ...options, config, phases });
  }
}

/** A state after it has entered a phase: pruned, then widened. */
function enteredPhase(
  state: SearchState,
  { keep }: SearchPhase,
  { config, phases, seed }:
    & Pick<SearchOptions, "config" | "seed">
    & { readonly phases: readonly SearchPhase[] },
): SearchState {
  const { tensors, phase: { entered, kept } = { entered: 0 } } = state;
  const pruned = keep === undefined
    ? { tensors: {}, kept }
    : prunedAlphas(config.space, tensors, keep, kept);
  const phase = {
    entered: entered + 1,
    ...(pruned.kept === undefined ? {} : { kept: pruned.kept }),
  };
  const grown = phaseConfig(config, phases, { phase });
  const network = widenedNetwork(
    {
      before: supernetLayout(config),
      after: supernetLayout(grown),
      network: (layers, images) => supernet(layers, images, grown),
    },
    tensors,
    { seed, epoch: state.epoch },
  );
  return {
    ...state,
    phase,
    tensors: { ...tensors, ...pruned.tensors, ...network },
  };
}
