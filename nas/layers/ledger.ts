import type { Layout, ParameterSpec, StatisticsSpec } from "./layout.ts";

/** What one image costs in a forward pass. */
type Cost =
  | "convolutionMacs"
  | "linearMacs"
  | "normalisationMacs"
  | "poolingOperations";

/** Collects the layout of a network while its layers are read. */
export interface Ledger {
  /** Adds a trainable tensor; its name must be new. */
  parameter(spec: Omit<ParameterSpec, "offset" | "size">): void;
  /** Adds the statistics of a normalisation and returns their index. */
  statistics(name: string, size: number, momentum?: number): number;
  /** Lets another normalisation share statistics. */
  alias(index: number, name: string): void;
  path(name: string): void;
  /** Adds a noise operation or a dropout. */
  noise(name: string): void;
  /** Adds to a cost. */
  cost(kind: Cost, count: number): void;
  layout(): Layout;
}

/** An empty ledger. */
export function createLedger(): Ledger {
  const parameters: ParameterSpec[] = [];
  const statistics: (StatisticsSpec & { aliases: string[] })[] = [];
  const paths: string[] = [];
  const noises: string[] = [];
  const names = new Set<string>();
  const costs: Record<Cost, number> = {
    convolutionMacs: 0,
    linearMacs: 0,
    normalisationMacs: 0,
    poolingOperations: 0,
  };
  let parameterCount = 0;
  let statisticsCount = 0;
  return {
    parameter(spec) {
      const { name, shape } = spec;
      if (names.has(name)) {
        throw new Error(`Two parameters have the name ${name}`);
      }
      names.add(name);
      const size = shape.reduce((a, b) => a * b, 1);
      parameters.push({ ...spec, offset: parameterCount, size });
      parameterCount += size;
    },
    statistics(name, size, momentum) {
      statistics.push({
        name,
        aliases: [],
        size,
        offset: statisticsCount,
        ...(momentum === undefined ? {} : { momentum }),
      });
      statisticsCount += size;
      return statistics.length - 1;
    },
    alias(index, name) {
      statistics[index]!.aliases.push(name);
    },
    path(name) {
      paths.push(name);
    },
    noise(name) {
      noises.push(name);
    },
    cost(kind, count) {
      costs[kind] += count;
    },
    layout: () => ({
      parameters,
      parameterCount,
      statistics,
      statisticsCount,
      paths,
      noises,
      ...costs,
    }),
  };
}
