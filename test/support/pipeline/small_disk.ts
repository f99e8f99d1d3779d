/** A disk of its own at a folder; `undefined` where this process may not mount one. */
export async function smallDisk(
  path: string,
  megabytes: number,
): Promise<AsyncDisposable | undefined> {
  const mount = await new Deno.Command("mount", {
    args: ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path],
    stderr: "null",
  }).output().catch(() => undefined);
  if (mount?.success !== true) return undefined;
  return {
    [Symbol.asyncDispose]: async () => {
      await new Deno.Command("umount", { args: ["-l", path] }).output();
    },
  };
}
