import type { VisibleGpu } from "../plan/visible_gpus.ts";
import { type HeldGpus, lockGpus } from "./lock_gpus.ts";

/** GPUs of this machine, which this run shares with other runs and users. */
export interface GpuPool {
  /**
   * Takes GPUs, all at once, and waits until other runs give them back.
   *
   * @param options `onWait` is called once if there is a wait; `signal` ends it.
   * @throws {RangeError} If this run itself holds too many, which its scheduler prevents.
   */
  take(
    count: number,
    options: {
      readonly onWait: () => void;
      readonly signal: AbortSignal;
    },
  ): Promise<HeldGpus>;
}

/** Milliseconds between two looks at locks of others. */
const LOOK = 100;

/** Makes a pool; a GPU that was given back last is taken last. */
export function gpuPool(gpus: readonly VisibleGpu[]): GpuPool {
  const free = [...gpus];
  return {
    take: async (count, { onWait, signal }) => {
      for (let told = false;; told = true) {
        if (count > free.length) {
          throw new RangeError(
            `Expected ${count} free GPUs but found ${free.length}`,
          );
        }
        const held = lockGpus(free, count);
        if (held !== undefined) {
          for (const gpu of held.gpus) free.splice(free.indexOf(gpu), 1);
          const taken = [...held.gpus];
          return {
            gpus: held.gpus,
            release: () => {
              held.release();
              free.push(...taken.splice(0));
            },
          };
        }
        if (!told) onWait();
        signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, LOOK));
        signal.throwIfAborted();
      }
    },
  };
}
