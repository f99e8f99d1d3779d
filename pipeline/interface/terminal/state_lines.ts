import { countBy } from "../../../common/moments.ts";

/** State of an instance with its reasons. */
export interface StateEntry {
  readonly state: string;
  readonly instance: string;
  readonly reasons: readonly string[];
  readonly note?: string;
}

/** Instances of a stage in one state for one reason that are listed by name; more are counted, and those without a reason. */
const LISTED = 3;

/**
 * Lines with the state, the name and the reasons of instances, in columns. Many instances of a stage that are in one state
 * for one reason are one line.
 *
 * @param options `width`: of the column of states; `all`: true for a line for each instance.
 */
export function stateLines(
  entries: readonly StateEntry[],
  options: { readonly width: number; readonly all: boolean },
): string {
  const lines = options.all ? entries.map(entryLine) : groupLines(entries);
  // Thousands of instances are too many arguments for Math.max.
  const longest = lines.reduce(
    (most, { name }) => Math.max(most, name.length),
    0,
  );
  return lines.map(({ state, name, why }) =>
    `${state.padEnd(options.width)} ${name.padEnd(longest)}  ${why}`
      .trimEnd() + "\n"
  ).join("");
}

/** A stage with the number of its instances: `search × 6`, of the instances of a stage that are not all `search × 2 of 6`. */
export function countedStage(stage: string, count: number, of = count): string {
  return of === 1
    ? stage
    : `${stage} × ${count}${count === of ? "" : ` of ${of}`}`;
}

interface Line {
  readonly state: string;
  readonly name: string;
  readonly why: string;
}

function entryLine({ state, instance, reasons, note }: StateEntry): Line {
  return {
    state,
    name: instance,
    why: [...reasons, note ?? []].flat().join("; "),
  };
}

/** Lines of groups, each in the place of its first instance. */
function groupLines(entries: readonly StateEntry[]): Line[] {
  const totals = countBy(entries, ({ instance }) => stageOf(instance));
  const groups = new Map<string, StateEntry[]>();
  for (const entry of entries) {
    const stage = stageOf(entry.instance);
    const key = JSON.stringify([stage, entry.state, foldedReasons(entry)]);
    groups.getOrInsertComputed(key, () => []).push(entry);
  }
  return [...groups.values()].flatMap((group) => {
    const { state, instance } = group[0]!;
    const why = foldedReasons(group[0]!).join("; ");
    const listed = why === "" ? 1 : LISTED;
    if (group.length <= listed) return group.map(entryLine);
    const stage = stageOf(instance);
    return [{
      state,
      name: countedStage(stage, group.length, totals.get(stage)),
      why,
    }];
  });
}

function stageOf(instance: string): string {
  return instance.split("@", 1).join();
}

/** Reasons with stages in the place of instances: `waits for search`. */
export function foldedReasons(
  { reasons, note }: Pick<StateEntry, "reasons" | "note">,
): string[] {
  return [...reasons, note ?? []].flat().map((reason) => {
    const [, start, names] = /^(waits for )(.*)$/.exec(reason) ?? [];
    if (start === undefined || names === undefined) return reason;
    const stages = names.replace(/ and \d+ more$/, "").split(", ").map(stageOf);
    return `${start}${[...new Set(stages)].join(", ")}`;
  });
}
