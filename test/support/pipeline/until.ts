/**
 * Waits until there is an answer (not `undefined`, not `false`) and returns it. The limit keeps a test from hanging; it is
 * far above what a busy machine needs.
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  seconds = 120,
): Promise<Exclude<T, undefined | false>> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer as Exclude<T, undefined | false>;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing changed within ${seconds} s`);
}
