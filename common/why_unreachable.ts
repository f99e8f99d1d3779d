/** Cause of a failed `fetch` below HTTP: a name, a refused connection, a certificate. */
export function whyUnreachable(error: unknown): string {
  const { cause } = Object(error);
  if (cause instanceof Error) return whyUnreachable(cause);
  const text = error instanceof Error ? error.message : String(error);
  return /client error \(\w+\): (.*)/s.exec(text)?.[1] ?? text;
}
