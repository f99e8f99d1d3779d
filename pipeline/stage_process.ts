import { pathToFileURL } from "node:url";
import type { StagePermissions, ToolchainGrant } from "./stage.ts";
import { permissionFlags, stageEnvironment } from "./stage_permissions.ts";
import { MESSAGE_MARK, type StageMessage } from "./stage_request.ts";

/** How a stage process ended. */
export interface StageExit {
  /** True when it said that it is done and ended with 0. */
  readonly ok: boolean;
  /** Why it failed; one line. */
  readonly message: string;
}

/** A running stage process. */
export interface StageProcess {
  /** Its end. */
  readonly exit: Promise<StageExit>;
  /** Asks it to stop (SIGTERM), with all processes that it started. */
  terminate(): void;
  /** Ends it (SIGKILL), with all processes that it started. */
  kill(): void;
}

/** What a stage process is started with. */
export interface StageProcessOptions {
  /** Module of the stage. */
  readonly module: string;
  /** File with the request. */
  readonly request: string;
  /** Private folder of the process. */
  readonly work: string;
  /** Configuration with the import map. */
  readonly config: string;
  /** Paths it may read. */
  readonly read: readonly string[];
  /** Paths it may write (and read). */
  readonly write: readonly string[];
  /** Declared permissions. */
  readonly permissions: StagePermissions;
  /** Native software. */
  readonly grant?: ToolchainGrant;
  /** GPUs that it has for itself. */
  readonly gpus?: readonly string[];
  /** Gets messages. */
  readonly onMessage: (message: StageMessage) => void;
  /** Gets every other line of output. */
  readonly onOutput: (line: string) => void;
}

/**
 * Starts a stage in a Deno process of its own, with exactly the permissions it is given.
 *
 * The process leads its own session (`setsid`), so that a signal to its process group reaches everything it starts.
 *
 * @param options Module, permissions and listeners.
 * @returns The running process.
 */
export function startStage(options: StageProcessOptions): StageProcess {
  const entry = `${options.work}/main.mjs`;
  // Static imports: loading them needs no read permission, as a dynamic one would.
  Deno.writeTextFileSync(
    entry,
    `import stage from ${
      JSON.stringify(pathToFileURL(options.module).href)
    };\n` +
      `import { runStage } from ${
        JSON.stringify(import.meta.resolve("./run_stage.ts"))
      };\nawait runStage(stage);\n`,
  );
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--config",
      options.config,
      ...permissionFlags(options),
      entry,
      options.request,
    ],
    cwd: options.work,
    clearEnv: true,
    env: {
      ...stageEnvironment(options),
      ...(options.gpus === undefined
        ? {}
        : { CUDA_VISIBLE_DEVICES: options.gpus.join(",") }),
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let last: StageMessage | undefined;
  const signalGroup = (signal: Deno.Signal) => {
    try {
      Deno.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const streams = Promise.all([
    eachLine(child.stdout, (line) => {
      const message = parseMessage(line);
      if (message === undefined) options.onOutput(line);
      else {
        if (message.type !== "progress" && message.type !== "log") {
          last = message;
        }
        options.onMessage(message);
      }
    }),
    eachLine(child.stderr, options.onOutput),
  ]);
  const exit = (async () => {
    const status = await child.status;
    // Nothing that the stage started may go on writing to its outputs.
    signalGroup("SIGKILL");
    await streams;
    await child.stdin.close().catch(() => {});
    if (last?.type === "failed") return { ok: false, message: last.message };
    if (last?.type === "stopped") return { ok: false, message: "stopped" };
    if (status.success && last?.type === "done") {
      return { ok: true, message: "" };
    }
    const how = status.signal !== null
      ? `was ended by ${status.signal}`
      : `ended with code ${status.code}`;
    return { ok: false, message: `the process ${how} before it was done` };
  })();
  return {
    exit,
    terminate: () => signalGroup("SIGTERM"),
    kill: () => signalGroup("SIGKILL"),
  };
}

function parseMessage(line: string): StageMessage | undefined {
  if (!line.startsWith(MESSAGE_MARK)) return undefined;
  try {
    return JSON.parse(line.slice(MESSAGE_MARK.length)) as StageMessage;
  } catch {
    return undefined;
  }
}

async function eachLine(
  stream: ReadableStream<Uint8Array>,
  take: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  }
  if (rest !== "") take(rest);
}
