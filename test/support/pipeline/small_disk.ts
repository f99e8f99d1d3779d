/** A disk of its own at a folder; `undefined` where this process may not mount one. */
export async function smallDisk(
  path: string,
  megabytes: number,
): Promise<AsyncDisposable | undefined> {
  const args = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path];
  try {
    // throws at once where there is no such program
    const { success } = await new Deno.Command("mount", {
      args,
      stderr: "null",
    }).output();
    if (!success) return undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await new Deno.Command("umount", { args: ["-l", path] }).output();
    },
  };
}
