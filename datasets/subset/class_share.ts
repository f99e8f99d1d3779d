/** Images of a class for a share: rounded, 1 at least. */
export function classShare(part: number, count: number): number {
  return Math.max(1, Math.round(part * count));
}
