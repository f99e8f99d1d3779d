import { type Group, runLabel } from "../runs/group_runs.ts";
import { type Markup, markup } from "../html/markup.ts";
import type { Run } from "../runs/report_run.ts";

type Settings = ReadonlyMap<string, string>;

/** Flattens nested settings to `a.b` names; lists stay whole. */
export function flatten(
  value: unknown,
  prefix: string,
): [name: string, value: string][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, part]) =>
      flatten(part, `${prefix}.${key}`)
    );
  }
  return [[prefix, typeof value === "string" ? value : JSON.stringify(value)]];
}

function settingsOf({ found }: Run): Settings {
  return new Map([
    ...flatten(found.search?.value.config ?? {}, "search"),
    ...flatten(found.retrain?.value.config ?? {}, "retrain"),
  ]);
}

function isSeed(name: string): boolean {
  return name === "search.seed" || name === "retrain.seed";
}

function differenceTable(
  runs: readonly { readonly label: string; readonly settings: Settings }[],
  names: readonly string[],
): Markup {
  const rows = runs.map(({ label, settings }) => {
    const cells = names.map((name) =>
      markup`<td>${settings.get(name) ?? "–"}</td>`
    );
    return markup`<tr><th scope="row">${label}</th>${cells}</tr>
`;
  });
  const headings = names.map((name) => markup`<th scope="col">${name}</th>`);
  return markup`<div class="scroll"><table class="settings"><caption>Settings that differ between runs, seeds apart.</caption>
<thead><tr><th scope="col">Run</th>${headings}</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}

/** Runs with settings; those of a group that agree in all but seeds are one. */
function settingsRows(
  groups: readonly Group[],
): { readonly label: string; readonly settings: Settings }[] {
  return groups.flatMap((group) => {
    const rows = group.runs.map((run) => ({
      label: `${group.label}, ${runLabel(run)}`,
      settings: settingsOf(run),
    })).filter(({ settings }) => settings.size > 0);
    const kinds = Map.groupBy(
      rows,
      ({ settings }) =>
        JSON.stringify([...settings].filter(([name]) => !isSeed(name)).sort()),
    );
    return [...kinds.values()].map(([first, ...others]) => ({
      ...first!,
      ...(kinds.size === 1 && others.length > 0 ? { label: group.label } : {}),
    }));
  });
}

/** Settings of all runs: those that differ as a table, those that are shared as a list. */
export function configuration(groups: readonly Group[]): Markup | undefined {
  const rows = settingsRows(groups);
  const names = [
    ...new Set(rows.flatMap(({ settings }) => [...settings.keys()])),
  ].filter((name) => !isSeed(name)).sort();
  if (names.length === 0) return undefined;
  const shared = names.filter((name) =>
    new Set(rows.map(({ settings }) => settings.get(name))).size === 1
  );
  const differing = names.filter((name) => !shared.includes(name));
  const items = shared.map((name) =>
    markup`<div><dt>${name}</dt><dd>${rows[0]!.settings.get(name)}</dd></div>`
  );
  return markup`<section><h2>Configuration</h2>
${differing.length > 0 && differenceTable(rows, differing)}
${
    items.length > 0 &&
    markup`<details><summary>Settings that all runs share (${shared.length})</summary><dl>${items}</dl></details>`
  }</section>`;
}
