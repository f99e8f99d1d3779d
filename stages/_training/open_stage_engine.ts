import { type Engine, openEngine } from "../../engine/engine.ts";

/**
 * Opens the engine in a stage's process, on the library that the toolchain granted.
 *
 * One thread inside an operation, `threads` operations at once: the fastest for every size on two cores, and the numbers
 * do not depend on `threads`. Weight and alpha step together, ms, by threads inside x operations at once:
 *
 * | network                    | 1x1  | 2x1  | 1x2  | 2x2  | 1x3 | 2x4 |
 * | -------------------------- | ---- | ---- | ---- | ---- | --- | --- |
 * | S3, 8 channels, 16x16      | 116  | 227  | 74   | 134  | 81  | 145 |
 * | DARTS, 8 channels, 16x16   | 470  | 737  | 222  | 434  | 241 | 395 |
 * | DARTS, 16 channels, 32x32  | 7862 | 6168 | 4160 | 4432 |     |     |
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
