import { dirname } from "node:path";
import type { VisibleGpu } from "../plan/visible_gpus.ts";
import { removeIfThere } from "../../base/write_atomic.ts";
import { gpuStageLock } from "../job/stage_lock.ts";

/** GPUs that this process holds. */
export interface HeldGpus {
  readonly gpus: readonly VisibleGpu[];
  /** Gives them back; a second call does nothing. */
  release(): void;
}

/**
 * Locks GPUs for this process, all that are asked for or none. Kernel locks hold for every run and user of the machine,
 * and end with their process, however it ends. Lock files are empty, belong to whoever comes first and are only read by
 * others, so nothing of another user is ever written.
 *
 * @param gpus GPUs to choose from, the first first.
 * @returns `undefined` if too few are free.
 * @throws {Error} If a lock file can be neither opened nor made.
 */
export function lockGpus(
  gpus: readonly VisibleGpu[],
  count: number,
): HeldGpus | undefined {
  const held: VisibleGpu[] = [];
  const files: Deno.FsFile[] = [];
  const release = () => files.splice(0).forEach((file) => file.close());
  try {
    for (const gpu of gpus) {
      if (held.length === count) break;
      if (gpu.lock !== undefined) {
        const file = lockFile(gpu.lock);
        if (file === undefined) continue;
        files.push(file);
        // Held by a stage process that outlived its scheduler.
        const stage = lockFile(gpuStageLock(gpu.lock));
        if (stage === undefined) {
          files.pop()!.close();
          continue;
        }
        stage.close();
      }
      held.push(gpu);
    }
  } catch (error) {
    release();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Cannot lock a GPU against other runs of this machine: ${reason}`,
    );
  }
  if (held.length === count) return { gpus: held, release };
  release();
  return undefined;
}

/** Opens and locks a file; undefined if another holds it. */
function lockFile(path: string): Deno.FsFile | undefined {
  const file = openReadable(path);
  if (file.tryLockSync(true)) return file;
  file.close();
  return undefined;
}

/** Opens a lock file for reading; makes it, readable for all, if it is missing. */
function openReadable(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  // Whole under another name first: no user may find it while only its maker can read it.
  const draft = Deno.makeTempFileSync({
    dir: dirname(path),
    prefix: "sdarts-gpu-",
  });
  try {
    Deno.chmodSync(draft, 0o644);
    Deno.linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    removeIfThere(draft);
  }
  return Deno.openSync(path);
}
