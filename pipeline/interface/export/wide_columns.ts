import { stateText } from "../../cache/metrics/state_text.ts";
import type { WideTable } from "../../cache/metrics/wide_table.ts";
import type { Column } from "./table_files.ts";

/**
 * Columns of wide rows: one for each axis, `state`, and one for each metric, or three where seeds are joined: its mean, and
 * behind its name ` sd` and ` n`.
 *
 * @param joined True for rows of several seeds.
 */
export function wideColumns(
  { axes, metrics, rows }: WideTable,
  joined: boolean,
): Column[] {
  const taken = axes.some(({ name }) => name === "state");
  return [
    ...axes.map(({ name }) =>
      pointColumn(name, rows.map(({ point }) => point[name] ?? null))
    ),
    {
      name: taken ? "state of instances" : "state",
      type: "STRING",
      values: rows.map(stateText),
    },
    ...metrics.flatMap(({ name }): Column[] => {
      const spreads = rows.map(({ values }) => values.get(name));
      const mean: Column = {
        name,
        type: "DOUBLE",
        values: spreads.map((spread) => spread?.mean ?? null),
      };
      return joined
        ? [
          mean,
          {
            name: `${name} sd`,
            type: "DOUBLE",
            values: spreads.map((spread) => spread?.sd ?? null),
          },
          {
            name: `${name} n`,
            type: "INT32",
            values: spreads.map((spread) => spread?.n ?? 0),
          },
        ]
        : [mean];
    }),
  ];
}

/** A column of coordinates: numbers or booleans where all are, else text. */
function pointColumn(name: string, values: Column["values"]): Column {
  const are = (type: string) =>
    values.every((value) => value === null || typeof value === type);
  if (are("number")) return { name, type: "DOUBLE", values };
  if (are("boolean")) return { name, type: "BOOLEAN", values };
  return {
    name,
    type: "STRING",
    values: values.map((value) => value === null ? null : String(value)),
  };
}
