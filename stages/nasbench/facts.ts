import { OFFICIAL_TABLES } from "../../datasets/nasbench101/official.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { TableFacts } from "../_declare/facts.ts";
import type { NasbenchParams } from "./params.ts";

/** Epochs of the trainings in the official files. */
const LENGTHS = { only108: [108], full: [4, 12, 36, 108] } as const;

/** Tells the lengths of training in the official tables. */
export const facts: ForeseeFacts<NasbenchParams> = ({ table, file }) => {
  if (file !== undefined) return {};
  const { name } = OFFICIAL_TABLES[table];
  const known: TableFacts = {
    benchmark: "nasbench101",
    name,
    lengths: LENGTHS[table],
  };
  return { outputs: { table: known } };
};
