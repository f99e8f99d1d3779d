import type {
  ArchitectureOrigin,
  ArchitectureSource,
} from "./architecture_origin.ts";

/** What a number stands for, of one run and of a group of runs. */
export interface Role {
  readonly one: string;
  readonly group: string;
}

const BASELINE = "random baseline";

const ROLES: Readonly<Record<ArchitectureSource, Role>> = {
  search: { one: "each seed", group: "mean over seeds" },
  random: { one: BASELINE, group: BASELINE },
  given: { one: "user-given genotype", group: "user-given genotype" },
  other: { one: "other", group: "other" },
};

/** Role of runs of an origin. */
export function roleOf({ source, choice }: ArchitectureOrigin): Role {
  if (choice === undefined) return ROLES[source];
  const text = source === "random" ? `selected ${BASELINE}` : "selected";
  return { one: text, group: text };
}

/** Name of architectures that no search found; undefined for those of a search. */
export function publishedName(
  { source, published }: ArchitectureOrigin,
): string | undefined {
  if (source === "random") return BASELINE;
  return source === "given" ? published ?? "given genotype" : undefined;
}

/** Order of roles: searches, selected ones, the baseline, others. */
export function rankOf({ source, choice }: ArchitectureOrigin): number {
  const order: readonly ArchitectureSource[] = [
    "search",
    "random",
    "given",
    "other",
  ];
  return 2 * order.indexOf(source) + (choice === undefined ? 0 : 1);
}

/** Distinct statements of how architectures were chosen, such as `lowest validation error …, of 3 searches of darts`. */
export function choicesOf(
  provenances: readonly ArchitectureOrigin[],
): string[] {
  return [
    ...new Set(
      provenances.flatMap(({ choice }) =>
        choice === undefined ? [] : `${choice.rule}, of ${choice.pool}`
      ),
    ),
  ];
}
