// The tensor engine of tests, and a check for leaks.
import {
  type Engine,
  type EngineOptions,
  openEngine,
} from "../../../engine/engine.ts";
import { testTensorflow } from "./tensorflow.ts";

let opened: Promise<Engine> | undefined;

/**
 * The engine of all test files that run in one place, opened once: two threads, as the golden tests were tuned on.
 *
 * @param options Of the first call.
 */
export function testEngine(
  options: Partial<EngineOptions> = {},
): Promise<Engine> {
  opened ??= (async () =>
    await openEngine({
      library: await testTensorflow(),
      intraOpThreads: 2,
      interOpThreads: 2,
      ...options,
    }))();
  return opened;
}

/** Runs `body` and asserts that it leaves no tensor and no TensorFlow handle behind. */
export async function withoutLeaks(
  engine: Engine,
  body: () => void | Promise<void>,
): Promise<void> {
  const before = engine.memory();
  await body();
  const after = engine.memory();
  if (
    after.tensors !== before.tensors || after.handles !== before.handles
  ) {
    throw new Error(
      `Expected no leak but found ${
        after.tensors - before.tensors
      } more tensors and ${after.handles - before.handles} more handles`,
    );
  }
}
