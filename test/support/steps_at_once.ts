/** Steps of a test by their names. */
export type Steps = Readonly<Record<string, () => Promise<void>>>;

/**
 * Runs steps of a test several at a time. It is for steps that wait more than they compute and share nothing: no
 * environment variable, no folder.
 *
 * @param limit Most steps under way.
 */
export async function stepsAtOnce(
  t: Deno.TestContext,
  limit: number,
  steps: Steps,
): Promise<void> {
  const left = Object.entries(steps);
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [name, fn] = next;
      await t.step({
        name,
        fn,
        // Required of steps that overlap; the test as a whole is still checked.
        sanitizeOps: false,
        sanitizeResources: false,
        sanitizeExit: false,
      });
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
}
