/** Most milliseconds that a download waits, all in all, when a server asks to wait. */
export const LONGEST_WAIT = 120_000;

/**
 * Milliseconds that a server asks to wait, by its `Retry-After`: seconds or a date.
 *
 * @param now Milliseconds since 1970.
 * @returns At least 1,000, so that a server that always asks is left after {@linkcode LONGEST_WAIT}; `undefined` without
 * the header.
 */
export function retryAfter(header: string | null, now: number) {
  if (header === null) return undefined;
  const asked = /^\s*\d+\s*$/.test(header)
    ? 1000 * Number(header)
    : Date.parse(header) - now;
  return Number.isNaN(asked) ? undefined : Math.max(1000, asked);
}
