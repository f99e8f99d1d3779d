import { fixed, percent } from "../html/format.ts";
import { type Markup, markup } from "../html/markup.ts";
import type { RankedMethod, SettingRanks } from "../runs/rank_settings.ts";

const CAPTION =
  "Each architecture was trained with several settings. The error is the mean over the settings, then that of the best " +
  "one. The rank is the place among the methods by test error, 1 for the lowest, mean over the settings, with its 95 % " +
  "bootstrap interval over them. All settings train the cells of the same searches, so that an interval tells how far " +
  "a rank depends on the training and not on the search; nothing is tested.";

const TOGETHER =
  " All places together: methods are ranked by their mean rank at each place, and the interval is over the places.";

/** Means, best values and ranks of methods over the settings of their trainings; undefined without several settings. */
export function settingRanks(
  entries: readonly SettingRanks[],
): Markup | undefined {
  const [first] = entries;
  if (first === undefined) return undefined;
  const axes = first.axes.join(" and ");
  const rows = entries.flatMap((entry) =>
    entry.methods.map((method, at) =>
      methodRow(method, at === 0 ? entry : undefined)
    )
  );
  const caption = CAPTION + (entries.length > 1 ? TOGETHER : "");
  return markup`<section><h2>Ranks over settings of the training</h2>
<p>The settings are the values of ${axes}.</p>
<div class="scroll"><table class="comparisons"><caption>${caption}</caption>
<thead><tr><th scope="col">Place</th><th scope="col">n</th><th scope="col" class="axis">Method</th><th scope="col">Test error</th><th scope="col">Best</th><th scope="col">Mean rank</th><th scope="col">95 % interval</th></tr></thead>
<tbody>
${rows}</tbody></table></div></section>`;
}

function methodRow(
  { name, mean, best, rank, interval }: RankedMethod,
  entry: SettingRanks | undefined,
): Markup {
  const place = entry === undefined ? "" : placeText(entry);
  const reach = interval === null
    ? "–"
    : interval.map((end) => fixed(2)(end)).join(" to ");
  return markup`<tr><th scope="row">${place}</th><td>${
    entry === undefined ? "" : entry.n
  }</td><th scope="row">${name}</th><td>${percent(2)(mean)}</td><td>${
    percent(2)(best)
  }</td><td><b>${fixed(2)(rank)}</b></td><td>${reach}</td></tr>
`;
}

function placeText({ place }: SettingRanks): string {
  const values = Object.entries(place).map(([axis, value]) =>
    typeof value === "string" ? value : `${axis} ${value}`
  );
  return values.length === 0 ? "all" : values.join(" · ");
}
