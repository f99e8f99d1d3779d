// Runs pipelines of this repository's stages with a cache of their own.
import { join } from "node:path";
import { COMMAND_LINE, ROOT } from "../root.ts";
import { shareEmitted } from "./warm_cache.ts";

/** How a command ended. */
export interface Ended {
  /** Exit code. */
  readonly code: number;
  /** Standard output and standard error. */
  readonly text: string;
}

/** A folder with one pipeline file of this repository's stages, and a cache of its own. */
export interface PipelineFolder extends AsyncDisposable {
  readonly folder: string;
  readonly cache: string;
  /** Runs `run`, or another command, on a pipeline text. */
  run(text: string, options?: RunOptions): Promise<Ended>;
  /** Starts it. */
  start(text: string, options?: RunOptions): Deno.ChildProcess;
}

/** Options of a command. */
export interface RunOptions {
  /** Default `run`. */
  readonly command?: string;
  /** Further arguments. */
  readonly args?: readonly string[];
  /** Environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes a folder for pipelines; it is removed at the end of the scope. */
export function pipelineFolder(): PipelineFolder {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "run_" }));
  const cache = join(folder, "cache");
  shareEmitted(cache);
  const commandOf = (
    text: string,
    { command = "run", args = [], env = {} }: RunOptions,
  ) => {
    const file = join(folder, "pipeline.yaml");
    Deno.writeTextFileSync(file, text);
    return new Deno.Command(Deno.execPath(), {
      args: [...COMMAND_LINE, command, file, "--cache", cache]
        .concat(args),
      cwd: ROOT,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  };
  return {
    folder,
    cache,
    run: async (text, options = {}) => {
      const { code, stdout, stderr } = await commandOf(text, options).output();
      const decoder = new TextDecoder();
      return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
    },
    start: (text, options = {}) => commandOf(text, options).spawn(),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
