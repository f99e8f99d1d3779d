import type { RecurrentGenotype } from "./recurrent_genotype.ts";

/** Published recurrent cells, all of the Penn Treebank, by name, with their name in the published code. */
export const PUBLISHED_RECURRENT = {
  "enas-ptb": {
    reference: "ENAS",
    genotype: {
      recurrent: [
        ["tanh", 0],
        ["tanh", 1],
        ["relu", 1],
        ["tanh", 3],
        ["tanh", 3],
        ["relu", 3],
        ["relu", 4],
        ["relu", 7],
        ["relu", 8],
        ["relu", 8],
        ["relu", 8],
      ],
      concat: [2, 5, 6, 9, 10, 11],
    },
  },
  "darts-v1-ptb": {
    reference: "DARTS_V1",
    genotype: {
      recurrent: [
        ["relu", 0],
        ["relu", 1],
        ["tanh", 2],
        ["relu", 3],
        ["relu", 4],
        ["identity", 1],
        ["relu", 5],
        ["relu", 1],
      ],
      concat: [1, 2, 3, 4, 5, 6, 7, 8],
    },
  },
  "darts-v2-ptb": {
    reference: "DARTS_V2",
    genotype: {
      recurrent: [
        ["sigmoid", 0],
        ["relu", 1],
        ["relu", 1],
        ["identity", 1],
        ["tanh", 2],
        ["sigmoid", 5],
        ["tanh", 3],
        ["relu", 5],
      ],
      concat: [1, 2, 3, 4, 5, 6, 7, 8],
    },
  },
  "sdarts-rs-ptb": {
    reference: "penn_random",
    genotype: {
      recurrent: [
        ["sigmoid", 0],
        ["sigmoid", 1],
        ["identity", 2],
        ["sigmoid", 1],
        ["tanh", 2],
        ["tanh", 2],
        ["sigmoid", 0],
        ["sigmoid", 3],
      ],
      concat: [1, 2, 3, 4, 5, 6, 7, 8],
    },
  },
  "sdarts-adv-ptb": {
    reference: "penn_pgd",
    genotype: {
      recurrent: [
        ["relu", 0],
        ["relu", 1],
        ["tanh", 2],
        ["relu", 3],
        ["identity", 2],
        ["relu", 1],
        ["tanh", 2],
        ["relu", 7],
      ],
      concat: [1, 2, 3, 4, 5, 6, 7, 8],
    },
  },
} as const satisfies Readonly<
  Record<
    string,
    { readonly reference: string; readonly genotype: RecurrentGenotype }
  >
>;
