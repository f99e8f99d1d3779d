/**
 * Takes, in a stage's process, the lock of the action's process; a predecessor that outlived its scheduler may need a
 * moment to end.
 */
export async function holdLock(path: string): Promise<void> {
  const file = Deno.openSync(path, { read: true, write: true });
  await lockSoon(file, path);
  file.truncateSync();
  file.writeSync(new TextEncoder().encode(JSON.stringify({ pid: Deno.pid })));
}

/**
 * Locks, in a stage's process, the GPUs that its scheduler holds: a process that outlives its scheduler, busy in native
 * code, keeps them until it has ended.
 *
 * @param paths Lock files of the process, which may belong to another user.
 */
export async function holdGpus(paths: readonly string[]): Promise<void> {
  for (const path of paths) await lockSoon(Deno.openSync(path), path);
}

async function lockSoon(file: Deno.FsFile, path: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; !file.tryLockSync(true);) {
    if (Date.now() > deadline) {
      throw new Error(`Cannot lock ${path}: another process holds it`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
