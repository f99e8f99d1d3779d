import { type Engine, openEngine } from "../engine/engine.ts";

/**
 * Opens the engine in a stage's process, on the library that the toolchain granted.
 *
 * One thread inside an operation, `threads` operations at once: measured to be the fastest for supernets, and the
 * numbers do not depend on `threads`.
 */
export function openStageEngine(threads: number): Promise<Engine> {
  const library = Deno.env.get("SDARTS_LIBTENSORFLOW");
  if (library === undefined) {
    throw new Error(
      "Expected SDARTS_LIBTENSORFLOW in the stage's environment but found none",
    );
  }
  return openEngine({ library, intraOpThreads: 1, interOpThreads: threads });
}
