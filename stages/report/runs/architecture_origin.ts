import { within } from "../../../common/within.ts";
import type { Ancestor, Point } from "../../../pipeline/stage.ts";
import { plural } from "../html/format.ts";
import { type Descent, drawnSpace, makes, UNNAMED_KIND } from "./descent.ts";

/** What gave an architecture. */
export type ArchitectureSource = "search" | "random" | "given" | "other";

/** A choice of one among several architectures. */
export interface Choice {
  /** Rule in words. */
  readonly rule: string;
  /** What it chose from, such as `3 searches of darts`. */
  readonly pool: string;
}

/** How an architecture came about. */
export interface ArchitectureOrigin {
  readonly source: ArchitectureSource;
  readonly choice?: Choice;
  /**
   * Instance that the architecture comes from: a search, a choice, a draw. Trainings of one architecture are repeated
   * measurements; only those of different units are independent.
   */
  readonly unit: string;
  /** Names of the searches that led to it; several where one of them was chosen. */
  readonly searches: readonly string[];
  /** Methods and spaces of those searches; the space of a random architecture. */
  readonly methods: readonly string[];
  readonly spaces: readonly string[];
  /** Name of a published genotype. */
  readonly published?: string;
  /** Identifiers of the stages that led to it; those of a run end with the one that measured it. */
  readonly stages: readonly string[];
}

const SEARCHES = ["search-history", "alphas", "supernet"];

/** What provenances are read from. */
export interface Origins {
  readonly descent: Descent;
  /** Names of the instances whose search is given. */
  readonly searches: ReadonlyMap<string, unknown>;
}

/**
 * Tells how an architecture came about: by the last search, choice or stage `genotype` on the way to it.
 *
 * @param models Instances that made the architecture, each after what it needs.
 * @param instance The instance that measured it.
 */
export function traceArchitecture(
  models: readonly Ancestor[],
  instance: string,
  origins: Origins,
): ArchitectureOrigin {
  const stages = [...new Set(models.map(({ stage }) => stage))];
  const none = { stages, searches: [], methods: [], spaces: [] };
  for (const model of models.toReversed()) {
    const unit = model.name;
    const pool = poolOf(model, origins.descent);
    if (pool.length > 0) {
      return { ...none, unit, ...ofPool(model, pool, origins) };
    }
    if (origins.searches.has(unit) || makes(model, SEARCHES)) {
      return {
        source: "search",
        unit,
        searches: [unit],
        methods: texts(read(model, "method")),
        spaces: texts(read(model, "space")),
        stages,
      };
    }
    const space = drawnSpace(model);
    if (space !== undefined) {
      return { ...none, unit, source: "random", spaces: [space] };
    }
    if (model.use === "genotype" || model.use === "genotype_text") {
      const published = read(model, "published");
      return {
        ...none,
        unit,
        source: "given",
        ...(typeof published === "string" ? { published } : {}),
      };
    }
  }
  const given = models.find((one) => makes(one, ["genotype"]));
  return {
    ...none,
    source: given === undefined ? "other" : "given",
    unit: (given ?? models[0])?.name ?? instance,
  };
}

/** Genotypes that an instance chooses from. */
function poolOf(model: Ancestor, { byName }: Descent): readonly Ancestor[] {
  if (!makes(model, ["genotype", UNNAMED_KIND])) return [];
  const where = model.use === "select" ? read(model, "where") ?? {} : {};
  return model.inputs.filter(({ many }) => many)
    .flatMap(({ from }) => from.flatMap((name) => byName.get(name) ?? []))
    .filter((one) => makes(one, ["genotype"]))
    .filter(({ point }) => within(where as Point, point));
}

function ofPool(
  model: Ancestor,
  pool: readonly Ancestor[],
  origins: Origins,
): Omit<ArchitectureOrigin, "unit" | "stages"> {
  const members = pool.map(({ name }) =>
    traceArchitecture(origins.descent.modelsOf(name), name, origins)
  );
  const sources = new Set(members.map(({ source }) => source));
  const source = sources.size === 1 ? members[0]!.source : "other";
  const all = (key: "searches" | "methods" | "spaces") => [
    ...new Set(members.flatMap((member) => member[key])),
  ];
  const methods = all("methods");
  return {
    source,
    searches: all("searches"),
    methods,
    spaces: all("spaces"),
    choice: {
      rule: model.use === "select"
        ? "lowest validation error after a short retraining"
        : `chosen by stage ${model.stage}`,
      pool: poolText(source, {
        genotypes: pool.length,
        units: new Set(members.map(({ unit }) => unit)).size,
        methods,
      }),
    },
  };
}

function poolText(
  source: ArchitectureSource,
  { genotypes, units, methods }: {
    readonly genotypes: number;
    readonly units: number;
    readonly methods: readonly string[];
  },
): string {
  if (source === "random") return plural(genotypes, "random architecture");
  if (source !== "search") return plural(genotypes, "genotype");
  const searches = plural(units, "search") +
    (methods.length === 0 ? "" : ` of ${methods.join(", ")}`);
  return units === genotypes
    ? searches
    : `${plural(genotypes, "genotype")} of ${searches}`;
}

function read({ params }: Ancestor, name: string): unknown {
  return typeof params === "object" && params !== null
    ? (params as Record<string, unknown>)[name]
    : undefined;
}

function texts(value: unknown): string[] {
  return typeof value === "string" ? [value] : [];
}
