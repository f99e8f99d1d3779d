import { within } from "../../../common/within.ts";
import type { Ancestor, Point } from "../../../pipeline/stage.ts";
import { type Descent, descent } from "./descent.ts";
import { type Origins, traceArchitecture } from "./architecture_origin.ts";
import { repetitionAxes } from "./repetition_axes.ts";
import type { Artifacts, Gathered, PlacedArtifact, Run } from "./report_run.ts";

type Kind = keyof Artifacts;

/** An artifact of any kind. */
interface Piece {
  readonly kind: Kind;
  readonly artifact: PlacedArtifact<Artifacts[Kind]>;
  readonly chain: Chain;
}

/** The architecture that an artifact is about: the instances that made it. */
interface Chain {
  readonly models: readonly Ancestor[];
  /** Names of these; coordinates for an artifact that no architecture of the lineage led to. */
  readonly names: ReadonlySet<string>;
}

/**
 * Joins artifacts to runs: a run for each architecture and each training of it, with everything that was measured on the
 * way there. A search that was retrained twice is part of two runs. Every artifact is in one run or more.
 *
 * @param gathered Artifacts by kind.
 * @param lineage Instances that they descend from. Artifacts without one belong together where their coordinates agree.
 * @returns Runs in the order in which their artifacts appear.
 */
export function joinRuns(
  gathered: Gathered,
  lineage: readonly Ancestor[] = [],
): Run[] {
  const known = descent(lineage);
  const pieces = piecesOf(gathered, known);
  const index = indexOf(pieces);
  const sources: Sources = {
    descent: known,
    isRepetition: repetitionAxes(lineage),
    stages: new Map(lineage.map(({ name, stage }) => [name, stage])),
    searches: new Map(
      gathered.search.map((search) => [search.instance, search]),
    ),
  };
  const left = new Set(pieces);
  const runs: Run[] = [];
  while (left.size > 0) {
    const joined = longestChains([...left]).flatMap((chain) =>
      runsOfChain(chain, { left, index })
    );
    for (const { found } of joined) {
      for (const piece of found) left.delete(piece);
    }
    runs.push(...joined.map((run) => toRun(run, sources)));
  }
  return runs;
}

function piecesOf(gathered: Gathered, known: Descent): Piece[] {
  const chains = new Map<string, Chain>();
  const chainOf = (artifact: PlacedArtifact<unknown>): Chain => {
    const { instance, point } = artifact;
    const models = known.modelsOf(instance);
    const names = models.length > 0
      ? models.map(({ name }) => name)
      : known.descends(instance)
      ? [instance]
      : coordinates(point);
    return chains.getOrInsertComputed(
      JSON.stringify(names),
      () => ({ models, names: new Set(names) }),
    );
  };
  return Object.entries(gathered).flatMap(([kind, artifacts]) =>
    artifacts.map((artifact: Piece["artifact"]) => ({
      kind: kind as Kind,
      artifact,
      chain: chainOf(artifact),
    }))
  );
}

/** Coordinates as texts: fewer of them are a part of more. */
function coordinates(point: Point): string[] {
  return ["", ...Object.entries(point).map((entry) => JSON.stringify(entry))];
}

function pointText(point: Point): string {
  return JSON.stringify(coordinates(point).sort());
}

/** Pieces by the last name of their chains: a chain that has it has all before it. */
function indexOf(pieces: readonly Piece[]): ReadonlyMap<string, Piece[]> {
  return Map.groupBy(pieces, ({ chain }) => [...chain.names].at(-1)!);
}

/** Chains that are no part of a longer one. */
function longestChains(pieces: readonly Piece[]): Chain[] {
  const chains = [...new Set(pieces.map(({ chain }) => chain))];
  const byName = new Map<string, Chain[]>();
  for (const chain of chains) {
    for (const name of chain.names) {
      byName.getOrInsert(name, []).push(chain);
    }
  }
  return chains.filter((chain) => {
    const [name] = chain.names;
    return !byName.get(name!)!.some((other) =>
      other.names.size > chain.names.size &&
      chain.names.isSubsetOf(other.names)
    );
  });
}

interface Joined {
  readonly chain: Chain;
  readonly point: Point;
  readonly found: readonly Piece[];
}

/** Runs of one architecture: one for each point that no other contains, and for each of several artifacts of one kind. */
function runsOfChain(
  chain: Chain,
  { left, index }: {
    readonly left: ReadonlySet<Piece>;
    readonly index: ReadonlyMap<string, Piece[]>;
  },
): Joined[] {
  const about = [...chain.names].flatMap((name) => index.get(name) ?? [])
    .filter((piece) => piece.chain.names.isSubsetOf(chain.names));
  const nearest = [...Map.groupBy(about, ({ kind }) => kind).values()].map(
    (pieces) => {
      const fresh = pieces.filter((piece) => left.has(piece));
      const choice = fresh.length > 0 ? fresh : pieces;
      const most = Math.max(...choice.map(({ chain }) => chain.names.size));
      return choice.filter(({ chain }) => chain.names.size === most);
    },
  );
  const points = longestPoints(
    nearest.flat().map(({ artifact }) => artifact.point),
  );
  return points.flatMap((point) => {
    const closest = nearest.map((pieces) => {
      const here = pieces.filter(({ artifact }) =>
        within(artifact.point, point)
      );
      const most = Math.max(
        ...here.map(({ artifact }) => Object.keys(artifact.point).length),
      );
      return here.filter(({ artifact }) =>
        Object.keys(artifact.point).length === most
      );
    }).filter(({ length }) => length > 0);
    const repeats = Math.max(...closest.map(({ length }) => length));
    return Array.from({ length: repeats }, (_, repeat) => ({
      chain,
      point,
      found: closest.map((pieces) =>
        pieces[Math.min(repeat, pieces.length - 1)]!
      ),
    }));
  });
}

/** Distinct points that no other contains. */
function longestPoints(points: readonly Point[]): Point[] {
  const distinct = [
    ...new Map(points.map((point) => [pointText(point), point])).values(),
  ];
  return distinct.filter((point) =>
    !distinct.some((other) => other !== point && within(point, other))
  );
}

interface Sources extends Origins {
  readonly isRepetition: (axis: string) => boolean;
  /** Stages of instances. */
  readonly stages: ReadonlyMap<string, string>;
  /** Searches by instance. */
  readonly searches: ReadonlyMap<string, NonNullable<Run["found"]["search"]>>;
}

function toRun({ chain, point, found }: Joined, sources: Sources): Run {
  const byKind = Object.fromEntries(
    found.map(({ kind, artifact }) => [kind, artifact]),
  ) as Run["found"];
  const { instance } = byKind.evaluation ?? byKind.perplexity ??
    found.at(-1)!.artifact;
  const traced = traceArchitecture(chain.models, instance, sources);
  const { search } = byKind;
  const provenance = traced.source === "other" && search !== undefined
    ? {
      ...traced,
      source: "search" as const,
      unit: search.instance,
      searches: [search.instance],
    }
    : traced;
  const own = sources.stages.get(instance);
  const stages = [
    ...provenance.stages,
    ...found.flatMap(({ artifact }) =>
      sources.stages.get(artifact.instance) ?? []
    ),
  ].filter((stage) => stage !== own);
  return {
    point,
    repeats: Object.keys(point).filter(sources.isRepetition),
    found: byKind,
    provenance: {
      ...provenance,
      stages: [...new Set([...stages, ...own === undefined ? [] : [own]])],
    },
    searches: provenance.searches.flatMap((name) =>
      sources.searches.get(name)?.value ?? []
    ),
  };
}
