import {
  CHOICE_SPACE_NAMES,
  isChoiceSpace,
  isChoiceSpaceName,
} from "../../nas/space/choice_space.ts";
import {
  GRAPH_SPACE_NAMES,
  isGraphSpaceName,
} from "../../nas/space/graph_space.ts";
import type {
  Complaint,
  ForeseeFacts,
  KnownInputs,
} from "../../pipeline/stage.ts";
import { knownInput, type TableFacts } from "../_declare/facts.ts";
import { GRAPH_LOOKUP, GRAPH_LOOKUP_MODULE } from "./graph_part.ts";
import type { BenchmarkParams } from "./params.ts";
import { partTroubles } from "./table_part.ts";

/** Parameters that only the tables of NAS-Bench-201 need. */
const OF_PARTS = ["dataset", "split", "afterEpoch"] as const;

/** Stages that read the tables of the benchmarks. */
const READERS: Readonly<Record<TableFacts["benchmark"], string>> = {
  nasbench101: "nasbench",
  nasbench201: "nasbench201",
};

/**
 * Complains of a search in a space without a table, of trainings that no table of the space has, of a table of another
 * benchmark, and of anything but either a search or a draw. Tells who looks up graph cells.
 */
export const facts: ForeseeFacts<BenchmarkParams> = (params, inputs) => {
  const space = knownInput(inputs, "search", "alphas")?.space ??
    params.random?.space;
  const name = typeof space === "object" ? space.name : space;
  const complaints = [
    ...sourceComplaints(params, inputs),
    ...(name === undefined ? [] : tableComplaints(name, params, inputs)),
  ];
  return name !== undefined && isGraphSpaceName(name)
    ? { complaints, parts: { [GRAPH_LOOKUP]: GRAPH_LOOKUP_MODULE } }
    : { complaints };
};

/** Complains of architectures that are not looked up. */
function sourceComplaints(
  { random }: BenchmarkParams,
  inputs: KnownInputs,
): Complaint[] {
  const search = knownInput(inputs, "search", "alphas");
  const complaints: Complaint[] = [];
  if (inputs.has("search") === (random !== undefined)) {
    complaints.push({
      path: random === undefined ? [] : ["random"],
      message: `Expected either the input search or random but found ${
        random === undefined ? "neither" : "both"
      }`,
    });
  }
  if (
    search !== undefined && !isChoiceSpace(search.space) &&
    !isGraphSpaceName(search.space.name)
  ) {
    complaints.push({
      input: "search",
      message: `Expected a search in ${
        [...CHOICE_SPACE_NAMES, ...GRAPH_SPACE_NAMES].join(", ")
      } but found one in ${search.space.name}: use the stage derive`,
    });
  }
  return complaints;
}

/** Complains of a table of another benchmark, and of trainings that those of the space do not have. */
function tableComplaints(
  space: string,
  params: BenchmarkParams,
  inputs: KnownInputs,
): Complaint[] {
  const table = knownInput(inputs, "table", "nasbench-table");
  const isGraph = isGraphSpaceName(space);
  if (!isGraph && !isChoiceSpaceName(space)) {
    return lengthComplaints(params, table);
  }
  const benchmark = isGraph ? "nasbench201" : "nasbench101";
  if (table !== undefined && table.benchmark !== benchmark) {
    return [{
      input: "table",
      message:
        `Expected a table of ${benchmark}, which has the cells of ${space}, but found ${table.name}: use the stage ${
          READERS[benchmark]
        }`,
    }];
  }
  if (isGraph) return partTroubles(params);
  const given = OF_PARTS.filter((name) => params[name] !== undefined);
  return [
    ...lengthComplaints(params, table),
    ...given.map((name) => ({
      path: [name],
      message:
        `Expected no ${name} for ${space}, whose table has trainings of only one kind`,
    })),
  ];
}

function lengthComplaints(
  { epochs }: BenchmarkParams,
  table: TableFacts | undefined,
): Complaint[] {
  return table === undefined || epochs === undefined ||
      table.lengths.includes(epochs)
    ? []
    : [{
      path: ["epochs"],
      message: `Expected epochs of ${
        table.lengths.join(", ")
      }, which ${table.name} has, but found ${epochs}`,
    }];
}
