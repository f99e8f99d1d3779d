/** True if every coordinate of `part` is one of `whole`. */
export function within(
  part: Readonly<Record<string, unknown>>,
  whole: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(part).every(([axis, value]) => whole[axis] === value);
}
