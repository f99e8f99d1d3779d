import {
  type NamedValues,
  nonFiniteMember,
  nonFiniteValues,
} from "../../common/non_finite.ts";
import type { StoredTensor } from "../../engine/safetensors.ts";
import type { Layout } from "../layers/layout.ts";

type Tensors = Readonly<Record<string, StoredTensor>>;

/**
 * Says what makes the state of a training unusable: a number that is not finite, or a negative variance, in its tensors
 * (weights, momentum, running statistics, alphas, Adam's moments) or in its counts.
 *
 * @returns `undefined` for a usable state.
 */
export function stateFault(
  tensors: Tensors,
  { counts, layout }: {
    /** The state without its tensors. */
    readonly counts: unknown;
    /** Parts of the flat vectors; without it every tensor has the name that the state gives it. */
    readonly layout: Layout | undefined;
  },
): string | undefined {
  const inTensors = nonFiniteValues(stateValues(tensors, layout));
  if (inTensors !== undefined) return inTensors;
  const member = nonFiniteMember(counts);
  return member &&
    `Expected a finite number but found ${member.value} in ${member.path}`;
}

/**
 * Values by the names of their fields: parts of flat weights and statistics under the names that `weights.safetensors`
 * has, the momentum of a part as `momentum of stem.0.weight`, and others, such as alphas, as the state names them.
 */
function* stateValues(
  tensors: Tensors,
  layout: Layout | undefined,
): Generator<NamedValues> {
  for (const [name, { data }] of Object.entries(tensors)) {
    const parts = layout === undefined ? undefined : PARTS[name]?.(layout);
    if (parts === undefined) yield [name, data];
    for (const { field, offset, size } of parts ?? []) {
      yield [field, data.subarray(offset, offset + size)];
    }
  }
}

/** A part of a flat vector. */
interface Part {
  readonly field: string;
  readonly offset: number;
  readonly size: number;
}

const parameters = (prefix: string) => (layout: Layout) =>
  layout.parameters.map((part): Part => ({
    ...part,
    field: `${prefix}${part.name}`,
  }));
const statistics = (kind: string) => (layout: Layout) =>
  layout.statistics.map((part): Part => ({
    ...part,
    field: `${part.name}.${kind}`,
  }));

/** Parts of the flat vectors of a network in training, by the names of `NETWORK_NAMES`. */
const PARTS: Readonly<Record<string, (layout: Layout) => Part[]>> = {
  weights: parameters(""),
  momentum: parameters("momentum of "),
  running_mean: statistics("running_mean"),
  running_variance: statistics("running_var"),
};
