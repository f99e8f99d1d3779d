import { type Group, methodOf } from "../runs/group_runs.ts";
import { sweptAxes } from "../runs/swept_axes.ts";

/** Columns in front of the metrics of a table of results. */
export interface HeadColumns {
  readonly headings: readonly string[];
  /** Texts of each group, one for each heading. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * A column for each axis of the groups, and one for their names where these differ or no axis does.
 *
 * @param nameOf Name of a group in the table.
 */
export function headColumns(
  groups: readonly Group[],
  nameOf: (group: Group) => string,
): HeadColumns {
  const axes = sweptAxes(groups);
  const hasNames = axes.length === 0 || new Set(groups.map(nameOf)).size > 1;
  const isMethod = groups.some(({ runs }) => methodOf(runs[0]!) !== undefined);
  return {
    headings: [
      ...axes.map(({ name }) => name),
      ...hasNames ? [isMethod ? "Method" : "Architecture"] : [],
    ],
    rows: groups.map((group) => [
      ...axes.map(({ name, format }) => {
        const value = group.point[name];
        return value === undefined ? "–" : format(value);
      }),
      ...hasNames ? [nameOf(group)] : [],
    ]),
  };
}
