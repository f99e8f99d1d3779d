import type { StageContext } from "../stage.ts";
import { textPieces } from "../base/text_pieces.ts";
import { confine } from "./landlock.ts";
import { fillPlaceholders } from "./placeholders.ts";
import { groupSignaller } from "./signal_group.ts";

/** Parameters of a stage that runs a command. */
export interface CommandParams {
  /** Program and arguments, with placeholders. */
  readonly run: readonly (string | number | boolean)[];
  /** Parameters for `${param.name}`. */
  readonly with: Readonly<Record<string, unknown>>;
  /** Names of inputs. */
  readonly inputs: readonly string[];
  /** Names of inputs that gather. */
  readonly gathered: readonly string[];
  /** Names of outputs. */
  readonly outputs: readonly string[];
  /** Variables of the environment that it sees. */
  readonly env: readonly string[];
}

/** Where its program lies; not part of the parameters, which must not hold a path. */
export interface CommandPlace {
  /** Folder in which it runs: that of the outputs, with copies of its code. */
  readonly folder: string;
  /** Temporary folder. */
  readonly temp: string;
  /** Folder that gets the result, which this process writes after the command. */
  readonly end: string;
  /** The program's path. */
  readonly program: string;
  /** More paths that it may read: its inputs and its installation. */
  readonly read: readonly string[];
}

/** Characters kept of the last line, which explains a failure. */
const LAST_LINE = 4096;

/** Milliseconds in which a command may have started after the request to stop that is told just now. */
const STARTING = 1000;

/** Folders of a system that every program may read. */
const SYSTEM = [
  "/bin",
  "/etc",
  "/lib",
  "/lib32",
  "/lib64",
  "/opt",
  "/proc",
  "/run",
  "/sbin",
  "/sys",
  "/usr",
  "/var/lib",
];

/**
 * Runs the command of a stage to its end: no shell, a clean environment, its own folder, and (on Linux) files only
 * where they were declared.
 *
 * @param context The stage's context.
 * @param place Where the command runs.
 */
export async function runCommand(
  context: StageContext<CommandParams>,
  place: CommandPlace,
): Promise<void> {
  const { params, checkpoint, signal } = context;
  const input = Object.fromEntries(params.inputs.map((name) =>
    [
      name,
      params.gathered.includes(name)
        ? context.members(name).map(({ path }) => path)
        : [context.input(name)],
    ] as const
  ));
  const output = Object.fromEntries(
    params.outputs.map((name) => [name, context.output(name)] as const),
  );
  const values = { input, output, param: params.with, checkpoint };
  const [, ...args] = params.run.flatMap((part) =>
    fillPlaceholders(String(part), values)
  );
  const env: Record<string, string> = {
    PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
    HOME: place.temp,
    TMPDIR: place.temp,
    LANG: "C.UTF-8",
    SDARTS_CHECKPOINT: checkpoint,
  };
  for (const name of [...params.env, "CUDA_VISIBLE_DEVICES"]) {
    const value = Deno.env.get(name);
    if (value !== undefined) env[name] = value;
  }
  const confined = confine({
    read: [...SYSTEM, ...place.read],
    write: [place.folder, place.temp, place.end, checkpoint, "/dev"],
  });
  if (!confined) {
    context.log("this kernel has no Landlock: files are not confined");
  }
  signal.throwIfAborted();
  let running = true;
  const signalGroup = groupSignaller();
  // The scheduler died, and with it this process ends: the command must not go on alone.
  globalThis.addEventListener("unload", () => {
    if (running) signalGroup("SIGKILL");
  });
  const child = new Deno.Command(place.program, {
    args,
    cwd: place.folder,
    clearEnv: true,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const began = performance.now();
  const tell = () => {
    // The request to stop went to the whole group; what the command started since then has not had it.
    if (performance.now() - began < STARTING) signalGroup("SIGTERM");
  };
  signal.addEventListener("abort", tell, { once: true });
  const pass = async (stream: ReadableStream<Uint8Array>) => {
    // A program may write one line in several pieces.
    let end = "";
    for await (const text of textPieces(stream)) {
      Deno.stderr.writeSync(new TextEncoder().encode(text));
      end = (end + text).slice(-LAST_LINE);
    }
    return end.trimEnd().split("\n").at(-1)!.trim();
  };
  const [status, said, complained] = await Promise.all([
    child.status,
    pass(child.stdout),
    pass(child.stderr),
  ]);
  running = false;
  signal.removeEventListener("abort", tell);
  signal.throwIfAborted();
  if (status.success) return;
  const last = complained || said;
  const how = status.signal === null
    ? `code ${status.code}`
    : `signal ${status.signal}`;
  throw new Error(
    `Expected ${String(params.run[0])} to end with code 0 but found ${how}${
      last === "" ? "" : `: ${last}`
    }`,
  );
}
