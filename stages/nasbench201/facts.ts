import { basename } from "node:path";
import { TABLE_EPOCHS } from "../../datasets/nasbench201/table_splits.ts";
import type { ForeseeFacts } from "../../pipeline/stage.ts";
import type { TableFacts } from "../_declare/facts.ts";
import type { Nasbench201Params } from "./params.ts";

/** Tells which benchmark the table is of. */
export const facts: ForeseeFacts<Nasbench201Params> = ({ folder, file }) => {
  const known: TableFacts = {
    benchmark: "nasbench201",
    name: basename(folder ?? new URL(file!.url).pathname),
    lengths: TABLE_EPOCHS,
  };
  return { outputs: { table: known } };
};
