import type { Estimate } from "../../pipeline/stage.ts";
import { measuredEstimate } from "../_declare/cost_model.ts";
import type { TextFacts } from "../_declare/facts.ts";

/** Sizes of a training of a language model. */
export interface LanguageWork {
  readonly units: number;
  readonly nodes: number;
  readonly batch: number;
  readonly length: number;
  readonly epochs: number;
  /** True where the cell is searched: each node reads all before it. */
  readonly searched: boolean;
  /** Further passes of a step, in weight steps. */
  readonly more: number;
}

/**
 * Cost of a weight step, measured on two CPU cores that other work shared: 0.15 s for 1,000 words, 64 units, 32 x 35
 * words a step and a derived cell of 8 nodes (8,801 operations); 1.7 s for 10,000 words, 200 units, 64 x 35; 0.31 s for
 * 1,000, 64, 32 x 35 while the cell is searched (22,051 operations).
 */
const COST = {
  operation: 12e-6,
  multiplyAccumulate: 2.7e-10,
  /** Operations of a node at one time. */
  operations: { derived: 31, searched: 79 },
};

/** Estimates the cost of a training of a language model. */
export function languageEstimate(
  { train, words }: TextFacts,
  { units, nodes, batch, length, epochs, searched, more }: LanguageWork,
): Estimate {
  const edges = searched ? nodes * (nodes + 1) / 2 : nodes;
  const cell = (4 + 2 * edges) * units ** 2;
  const macs = (cell + units * words) * batch * length;
  const kind = searched ? "searched" : "derived";
  const operations = COST.operations[kind] * nodes * length;
  const seconds = COST.operation * operations + COST.multiplyAccumulate * macs;
  const steps = Math.max(1, Math.ceil(train / (batch * length)));
  return measuredEstimate(
    epochs * steps * (1 + more) * seconds,
    `${epochs} epochs of about ${steps} steps`,
    { seconds, name: "a weight step" },
  );
}
