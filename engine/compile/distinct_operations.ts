/** Operations with effects or fresh results. */
const DISTINCT = /Random|Multinomial|Variable|Assign|Print|Summary/;

/** True for an operation that is never merged with an equal one. */
export function isDistinct(name: string): boolean {
  return DISTINCT.test(name);
}

/** True for an operation that gives the same when it runs again: random numbers are the same where they have a seed. */
export function isRepeatable(name: string): boolean {
  return name.startsWith("Stateless") || !isDistinct(name);
}
