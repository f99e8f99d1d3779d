/**
 * Lines with the state, the name and the reasons of instances, in columns.
 *
 * @param width Width of the column of states.
 */
export function stateLines(
  entries: readonly {
    readonly state: string;
    readonly instance: string;
    readonly reasons: readonly string[];
    readonly note?: string;
  }[],
  width: number,
): string {
  // Thousands of instances are too many arguments for Math.max.
  const longest = entries.reduce(
    (most, { instance }) => Math.max(most, instance.length),
    0,
  );
  return entries.map(({ state, instance, reasons, note }) =>
    `${state.padEnd(width)} ${instance.padEnd(longest)}  ${
      [...reasons, note ?? []].flat().join("; ")
    }`
      .trimEnd() + "\n"
  ).join("");
}
