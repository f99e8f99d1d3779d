/** Distributes `count` over classes: `floor(count / classes)` each, and one more for the first `count mod classes`. */
export function evenShares(count: number, classes: number): number[] {
  return Array.from(
    { length: classes },
    (_, at) => Math.floor(count / classes) + (at < count % classes ? 1 : 0),
  );
}
