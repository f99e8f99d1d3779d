const READ = 0o400;
const READ_WRITE_ENTER = 0o700;

/**
 * Gives the owner back what somebody took from the modes of files and folders: the right to read them, and to enter and
 * change folders. Links are not followed; what cannot be changed is left as it is.
 *
 * @param path File or folder, with everything below it.
 */
export function openModes(path: string): void {
  try {
    const { mode, isFile, isDirectory } = Deno.lstatSync(path);
    if (mode === null || !isFile && !isDirectory) return;
    const needed = isFile ? READ : READ_WRITE_ENTER;
    if ((mode & needed) !== needed) {
      Deno.chmodSync(path, mode & 0o7777 | needed);
    }
    if (!isDirectory) return;
    for (const { name } of Deno.readDirSync(path)) openModes(`${path}/${name}`);
  } catch {
    // It is somebody else's, or gone: whoever needs it says so.
  }
}
