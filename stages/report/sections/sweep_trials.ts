import type { SweepPlan, SweepTrial } from "../../../pipeline/stage.ts";
import { plural } from "../html/format.ts";
import { type Markup, markup } from "../html/markup.ts";

/** A number for a table, with four digits. */
function short(value: unknown): string {
  return typeof value === "number"
    ? String(Number(value.toPrecision(4)))
    : String(value);
}

/** Table of the trials of a sweep with the reasons for each choice and stop; undefined without a sweep. */
export function sweepTrials(sweep: SweepPlan | undefined): Markup | undefined {
  if (sweep === undefined) return undefined;
  const { trials, by, better, rungs, rounds, best } = sweep;
  const axes = Object.keys(trials[0]?.point ?? {});
  const budgets = rungs?.budgets ?? [null];
  const heading = (text: string) => markup`<th scope="col">${text}</th>`;
  const headings = [
    ...axes.map(heading),
    ...budgets.map((budget) =>
      heading(budget === null ? by : `${rungs!.axis} = ${budget}`)
    ),
    heading("Chosen"),
    heading("Outcome"),
  ];
  const rows = trials.map((trial) => trialRow(trial, { axes, budgets, best }));
  const stopped = trials.filter(({ state }) => state === "stopped").length;
  return markup`<section><h2>Trials of the sweep</h2>
<p>${plural(trials.length, "trial")} in ${
    plural(rounds, "round")
  }, compared by ${by} (${better} is better)${
    rungs === null
      ? ""
      : `; ${stopped} stopped early, by their results with fewer ${rungs.axis}`
  }. Test data decided nothing.</p>
<div class="scroll"><table><thead><tr>${
    heading("Trial")
  }${headings}</tr></thead>
<tbody>
${rows}</tbody></table></div>
</section>`;
}

function trialRow(
  { trial, point, sampled, rungs, state }: SweepTrial,
  columns: {
    readonly axes: readonly string[];
    readonly budgets: readonly (number | null)[];
    readonly best: number | null;
  },
): Markup {
  const { axes, budgets, best } = columns;
  const cell = (text: string) => markup`<td>${text}</td>`;
  const values = budgets.map((_, rung) => {
    const value = rungs[rung]?.value;
    return cell(
      value === undefined ? "–" : value === null ? "no number" : short(value),
    );
  });
  return markup`<tr><th scope="row">${trial}${
    trial === best ? ", the best" : ""
  }</th>${axes.map((axis) => cell(short(point[axis])))}${values}${
    cell(`round ${rungs[0]?.round}: ${sampled}`)
  }${cell(rungs.at(-1)?.decision ?? state)}</tr>
`;
}
