import type { Ancestor } from "../../../pipeline/stage.ts";

/** Kinds that hold an architecture. */
const MODELS = [
  "search-history",
  "alphas",
  "supernet",
  "genotype",
  "network",
  "recurrent-alphas",
  "recurrent-genotype",
  "language-model",
];
/** Kind of a command's outputs for which the file names none. */
export const UNNAMED_KIND = "any";

/** What leads to the artifacts of a report. */
export interface Descent {
  readonly byName: ReadonlyMap<string, Ancestor>;
  /** Instances that made the architecture of an artifact, each after what it needs: through single inputs alone. */
  readonly modelsOf: (instance: string) => readonly Ancestor[];
  /** True if any architecture led to it, by gathered inputs too. */
  readonly descends: (instance: string) => boolean;
}

/** True if an instance has outputs of some of these kinds. */
export function makes(
  { kinds }: Ancestor,
  wanted: readonly string[],
): boolean {
  return kinds.some((kind) => wanted.includes(kind));
}

/** Space that an instance draws a random architecture from; undefined for one that does not. */
export function drawnSpace({ use, params }: Ancestor): string | undefined {
  if (use !== "genotype" && use !== "benchmark") return undefined;
  return (params as { random?: { space: string } } | undefined)?.random?.space;
}

/** True if an instance makes an architecture, whatever its outputs hold of it. */
function isModel(one: Ancestor): boolean {
  return makes(one, MODELS) || drawnSpace(one) !== undefined;
}

/**
 * Follows architectures from stage to stage.
 *
 * @param lineage Instances upstream of the report, each after what it needs.
 */
export function descent(lineage: readonly Ancestor[]): Descent {
  const chains = new Map<string, ReadonlySet<Ancestor>>();
  const descendants = new Set<string>();
  // Each comes after what it needs, so that chains of its inputs are there.
  for (const one of lineage) {
    const above = one.inputs.filter(({ many }) => !many)
      .flatMap(({ from }) =>
        from.flatMap((name) => [...chains.get(name) ?? []])
      );
    const own = isModel(one) || makes(one, [UNNAMED_KIND]) ? [one] : [];
    chains.set(one.name, new Set([...above, ...own]));
    if (
      isModel(one) ||
      one.inputs.some(({ from }) => from.some((name) => descendants.has(name)))
    ) descendants.add(one.name);
  }
  return {
    byName: new Map(lineage.map((one) => [one.name, one])),
    modelsOf: (name) =>
      [...chains.get(name) ?? []].filter((one) =>
        one.name !== name || isModel(one)
      ),
    descends: (instance) => descendants.has(instance),
  };
}
