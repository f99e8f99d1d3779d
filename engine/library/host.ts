import { statfs } from "node:fs/promises";

/** What a command left behind. */
export interface CommandResult {
  /** Exit status. */
  readonly code: number;
  /** Text on standard output. */
  readonly stdout: string;
  /** Text on standard error. */
  readonly stderr: string;
}

/** The machine as this folder sees it; tests hand in another one. */
export interface Host {
  /** Operating system as in `Deno.build.os`. */
  readonly os: string;
  /** Processor as in `Deno.build.arch`. */
  readonly arch: string;
  /** Value of an environment variable. */
  env(name: string): string | undefined;
  /** True when the path exists; used for what tells one platform from another. */
  exists(path: string): Promise<boolean>;
  /** Bytes that are free for this user where `path` lies. */
  free(path: string): Promise<number>;
  /** Runs a program to its end; `undefined` when there is no such program. */
  run(
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<CommandResult | undefined>;
}

/** The real machine. */
export function systemHost(): Host {
  return {
    os: Deno.build.os,
    arch: Deno.build.arch,
    env: (name) => Deno.env.get(name),
    exists: async (path) => {
      try {
        await Deno.lstat(path);
        return true;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false;
        throw error;
      }
    },
    free: async (path) => {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    },
    run: async (command, args, env = {}) => {
      try {
        const { code, stdout, stderr } = await new Deno.Command(command, {
          args: [...args],
          env: { ...env },
          stdin: "null",
        }).output();
        const text = new TextDecoder();
        return {
          code,
          stdout: text.decode(stdout),
          stderr: text.decode(stderr),
        };
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
  };
}
