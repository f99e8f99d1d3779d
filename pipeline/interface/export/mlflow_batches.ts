import type { MlflowMetric, MlflowRun, MlflowText } from "./mlflow_run.ts";

/** What one request of `runs/log-batch` logs. */
export interface MlflowBatch {
  readonly metrics?: readonly MlflowMetric[];
  readonly params?: readonly MlflowText[];
  readonly tags?: readonly MlflowText[];
}

/** Most of each in a request, and most characters of its JSON: the documented limits, less the room for the run's name. */
const MOST = { metrics: 1000, params: 100, tags: 100, characters: 900_000 };

/** Divides a run among requests. */
export function mlflowBatches(
  run: Pick<MlflowRun, "metrics" | "params" | "tags">,
): MlflowBatch[] {
  return [
    ...parts(run.tags, MOST.tags).map((tags) => ({ tags })),
    ...parts(run.params, MOST.params).map((params) => ({ params })),
    ...parts(run.metrics, MOST.metrics).map((metrics) => ({ metrics })),
  ];
}

function parts<T>(items: readonly T[], most: number): T[][] {
  const found: T[][] = [];
  let room = 0;
  for (const item of items) {
    // Bytes, as names may have any letters.
    const size = new TextEncoder().encode(JSON.stringify(item)).length + 1;
    const last = found.at(-1);
    if (last === undefined || last.length >= most || size > room) {
      found.push([item]);
      room = MOST.characters - size;
    } else {
      last.push(item);
      room -= size;
    }
  }
  return found;
}
