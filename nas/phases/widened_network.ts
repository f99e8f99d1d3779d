import type { Layout, ParameterSpec } from "../layers/layout.ts";
import type { SearchTensors } from "../search/search_state.ts";
import {
  type CopiesAt,
  drawnCopies,
  grownTensor,
  ONE_CHANNEL,
} from "./channel_copies.ts";
import { type Grower, growingLayers, type Wide } from "./growing_layers.ts";
import type { Layers } from "../layers/layers.ts";

/** A network before and after it has grown. */
export interface WidenedNetwork {
  readonly before: Layout;
  readonly after: Layout;
  /** The grown network, as a function over layers. */
  readonly network: (layers: Layers<Wide>, images: Wide) => void;
}

/** Tensors of a network that is trained, as `NETWORK_NAMES` has them. */
const OF_WEIGHTS = ["weights", "momentum"] as const;
const OF_STATISTICS = ["running_mean", "running_variance"] as const;

/**
 * Weights, momentum and running statistics of a network whose layers have more channels, or which lacks some of its parts:
 * each new channel is a copy of an old one that is drawn at random, as an input of a layer and as an output, without any
 * rescaling, and with its momentum and statistics (DrNAS; Net2WiderNet of Chen et al. 2016, arXiv:1511.05641, rescales).
 * A layer that reads an output of another layer, such as a normalisation, reads the copies that were drawn for that one.
 *
 * @param tensors Those of the network before, among others, which are left out.
 * @throws {RangeError} If the network has a part that it did not have before.
 */
export function widenedNetwork(
  { before, after, network }: WidenedNetwork,
  tensors: SearchTensors,
  at: CopiesAt,
): SearchTensors {
  const grown: Record<string, Float32Array> = {
    ...filled(OF_WEIGHTS, after.parameterCount),
    ...filled(OF_STATISTICS, after.statisticsCount),
  };
  const parameters = placesOf(before.parameters, after.parameters);
  const statistics = placesOf(
    underAllNames(before),
    underAllNames(after),
  );
  const grower: Grower = {
    copies: (place, size) => drawnCopies(place, size, at),
    shapes(name) {
      const { from, to } = parameters(name);
      return { from: from.shape, to: to.shape };
    },
    parameter(name, input, output) {
      const place = parameters(name);
      copyInto(OF_WEIGHTS, place, (data) => grownTensor(data, input, output));
    },
    statisticsSizes(name) {
      const { from, to } = statistics(name);
      return { name: to.owner, from: from.size, to: to.size };
    },
    statistics(name, output) {
      const place = statistics(name);
      copyInto(
        OF_STATISTICS,
        place,
        (data) => grownTensor(data, ONE_CHANNEL, output),
      );
    },
  };
  function copyInto(
    names: readonly string[],
    { from, to }: Place<{ readonly offset: number; readonly size: number }>,
    copy: (data: Float32Array) => Float32Array,
  ): void {
    for (const name of names) {
      const all = tensors[name]!.data as Float32Array;
      const data = copy(all.subarray(from.offset, from.offset + from.size));
      grown[name]!.set(data, to.offset);
    }
  }
  network(growingLayers(grower), { channels: 3 });
  return Object.fromEntries(
    Object.entries(grown).map(([name, data]) => [
      name,
      { dtype: "F32", shape: [data.length], data },
    ]),
  );
}

function filled(
  names: readonly string[],
  length: number,
): Record<string, Float32Array> {
  return Object.fromEntries(
    names.map((name) => [name, new Float32Array(length)]),
  );
}

/** Where a part of a network was, and where it is. */
interface Place<S> {
  readonly from: S;
  readonly to: S;
}

/** Statistics under the names of all normalisations that share them. */
function underAllNames({ statistics }: Layout) {
  return statistics.flatMap((
    { name: owner, aliases, ...place },
  ) => [owner, ...aliases].map((name) => ({ ...place, name, owner })));
}

function placesOf<S extends Pick<ParameterSpec, "name" | "offset" | "size">>(
  before: readonly S[],
  after: readonly S[],
): (name: string) => Place<S> {
  const [old, next] = [before, after].map((specs) =>
    new Map(specs.map((spec) => [spec.name, spec]))
  );
  return (name) => {
    const [from, to] = [old!.get(name), next!.get(name)];
    if (from !== undefined && to !== undefined) return { from, to };
    throw new RangeError(
      `Expected ${name} in the network before and after it grows but found it in ${
        from === undefined ? "the second" : "the first"
      } alone`,
    );
  };
}
