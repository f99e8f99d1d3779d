import { ifFound } from "../../common/if_possible.ts";

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The machine; tests pass another one. */
export interface Host {
  /** Operating system as in `Deno.build.os`. */
  readonly os: string;
  /** Processor as in `Deno.build.arch`. */
  readonly arch: string;
  env(name: string): string | undefined;
  /** True when a path exists. */
  exists(path: string): Promise<boolean>;
  /** Text of a file; undefined where it cannot be read. */
  read(path: string): Promise<string | undefined>;
  /** Names in a folder, sorted; none where it cannot be read. */
  names(folder: string): Promise<readonly string[]>;
  /** Bytes free for this user on the disk of `path`. */
  free(path: string): Promise<number>;
  /** Runs a program to its end, or to the end of this process; undefined when it does not exist. */
  run(
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    /** Default: the current folder. */
    folder?: string,
  ): Promise<CommandResult | undefined>;
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.PermissionDenied;
}

/** Names in a folder of this machine: see {@linkcode Host.names}. */
export async function folderNames(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.map(({ name }) => name).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** This machine. */
export function systemHost(): Host {
  return {
    os: Deno.build.os,
    arch: Deno.build.arch,
    env: (name) => Deno.env.get(name),
    exists: async (path) => await ifFound(Deno.lstat(path)) !== undefined,
    read: async (path) => {
      try {
        return await Deno.readTextFile(path);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    names: folderNames,
    free: async (path) => {
      // Loaded here: it takes longer to load than a plan takes to ask for the rest.
      const { statfs } = await import("node:fs/promises");
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    },
    run: async (command, args, env = {}, folder) => {
      let end: (() => void) | undefined;
      try {
        const child = new Deno.Command(command, {
          args: [...args],
          env: { ...env },
          ...(folder === undefined ? {} : { cwd: folder }),
          stdin: "null",
          stdout: "piped",
          stderr: "piped",
        }).spawn();
        end = () => child.kill();
        globalThis.addEventListener("unload", end);
        const { code, stdout, stderr } = await child.output();
        const text = new TextDecoder();
        return {
          code,
          stdout: text.decode(stdout),
          stderr: text.decode(stderr),
        };
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      } finally {
        if (end !== undefined) globalThis.removeEventListener("unload", end);
      }
    },
  };
}
