/** A value of a user's module for a message that says what was found, in at most 60 characters. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value === "function") return "a function";
  if (typeof value === "number" || typeof value === "bigint") {
    return String(value);
  }
  return JSON.stringify(value)?.slice(0, 60) ?? String(value);
}
