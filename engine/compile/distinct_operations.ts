/** Operations with side effects or a new result on each run. */
const DISTINCT = /Random|Multinomial|Variable|Assign|Print|Summary/;

/** True for an operation that must not be merged with an equal one. */
export function isDistinct(name: string): boolean {
  return DISTINCT.test(name);
}

/** True for an operation that gives the same result on each run; seeded random numbers do. */
export function isRepeatable(name: string): boolean {
  return name.startsWith("Stateless") || !isDistinct(name);
}
