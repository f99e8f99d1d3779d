import { fileURLToPath } from "node:url";
import { join } from "node:path";

const MAIN = fileURLToPath(new URL("../pipeline/main.ts", import.meta.url));

/** How a command ended. */
export interface Ended {
  /** Exit code. */
  readonly code: number;
  /** What it printed. */
  readonly text: string;
}

/** A folder with one pipeline file of this repository's stages, and a cache of its own. */
export interface PipelineFolder extends AsyncDisposable {
  /** The folder. */
  readonly folder: string;
  /** Its cache. */
  readonly cache: string;
  /** Runs `run`, or another command, on a pipeline text. */
  run(text: string, options?: RunOptions): Promise<Ended>;
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
  return {
    folder,
    cache,
    run: async (text, { command = "run", args = [], env = {} } = {}) => {
      const file = join(folder, "pipeline.yaml");
      await Deno.writeTextFile(file, text);
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--quiet", MAIN, command, file, "--cache", cache]
          .concat(args),
        cwd: fileURLToPath(new URL("..", import.meta.url)),
        env: { NO_COLOR: "1", ...env },
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
