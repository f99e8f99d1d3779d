// A machine for tests of the installer: programs, files and free space as told.
import type { CommandResult, Host } from "../../../engine/library/host.ts";

/** A machine for tests: what is left out is a Linux x86_64 with glibc, and without any program. */
export interface FakeHostOptions {
  readonly os?: string;
  readonly arch?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly exists?: readonly string[];
  /** Texts of files by their paths; they exist, and so do their folders. */
  readonly files?: Readonly<Record<string, string>>;
  readonly free?: number;
  /** Answers commands; `undefined`: there is no such program. */
  readonly run?: (
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ) =>
    | Partial<CommandResult>
    | undefined
    | Promise<Partial<CommandResult> | undefined>;
}

/** Makes a machine of which everything is known. */
export function fakeHost(options: FakeHostOptions = {}): Host {
  const exists = options.exists ?? ["/lib64/ld-linux-x86-64.so.2"];
  const { files = {} } = options;
  const namesIn = (folder: string) =>
    [
      ...new Set(
        Object.keys(files).filter((path) => path.startsWith(`${folder}/`)).map((
          path,
        ) => path.slice(folder.length + 1).split("/")[0]!),
      ),
    ].sort();
  return {
    os: options.os ?? "linux",
    arch: options.arch ?? "x86_64",
    env: (name) => options.env?.[name],
    exists: (path) =>
      Promise.resolve(
        exists.includes(path) || files[path] !== undefined ||
          namesIn(path).length > 0,
      ),
    read: (path) => Promise.resolve(files[path]),
    names: (folder) => Promise.resolve(namesIn(folder)),
    free: () => Promise.resolve(options.free ?? 2 ** 40),
    run: async (command, args, env = {}) => {
      const result = await options.run?.(command, args, env);
      return result === undefined
        ? undefined
        : { code: 0, stdout: "", stderr: "", ...result };
    },
  };
}
