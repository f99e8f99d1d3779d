import type { StageContext } from "../stage.ts";
import { keepDescendants } from "./descendants.ts";
import { confine } from "./landlock.ts";
import { passOn } from "./pass_on.ts";
import { fillPlaceholders } from "./placeholders.ts";
import { dropPrivileges } from "./privileges.ts";
import { groupSignaller } from "./signal_group.ts";

/** Parameters of a stage that runs a command. */
export interface CommandParams {
  /** Program and arguments, with placeholders. */
  readonly run: readonly (string | number | boolean)[];
  /** Parameters for `${param.name}`. */
  readonly with: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  /** Names of inputs that gather. */
  readonly gathered: readonly string[];
  readonly outputs: readonly string[];
  readonly env: readonly string[];
  /** True: it may use `/dev/shm`. */
  readonly shm?: boolean;
}

/** Paths of the machine that a command uses; they are no parameters, as a key must not hold a path. */
export interface CommandPlace {
  /** Working directory: the folder of the outputs, with copies of the code. */
  readonly folder: string;
  readonly temp: string;
  /** Folder of the result, which the stage process writes after the command. */
  readonly end: string;
  readonly program: string;
  /** Further readable paths: inputs and the installation of the program. */
  readonly read: readonly string[];
  /** True: where it cannot be confined, the program is not run. */
  readonly strict: boolean;
}

/** Milliseconds that the output of a program may stay open after its end. */
const LINGERING = 1000;

/** A command younger than this, in milliseconds, may have started after the request to stop reached the group. */
const STARTING = 1000;

/** Folders of the system that every program may read. */
const SYSTEM = [
  "/bin",
  "/etc",
  "/lib",
  "/lib32",
  "/lib64",
  "/opt",
  "/proc",
  // name resolution, and where NixOS has its programs and drivers; never /run/secrets or /run/user
  "/run/NetworkManager",
  "/run/current-system",
  "/run/nscd",
  "/run/opengl-driver",
  "/run/resolvconf",
  "/run/systemd/resolve",
  "/sbin",
  "/sys",
  "/usr",
  "/var/lib",
];

/** Devices without a memory, and GPUs. What a program puts into /dev/shm would outlive it: see `shm`. */
const DEVICES = [
  ...["null", "zero", "full", "random", "urandom", "tty", "dri", "kfd"],
  ...["nvidiactl", "nvidia-modeset", "nvidia-uvm", "nvidia-uvm-tools"],
  "nvidia-caps",
  ...Array.from({ length: 32 }, (_, index) => `nvidia${index}`),
].map((name) => `/dev/${name}`);

/**
 * Runs the command of a stage to its end: no shell, a clean environment, its own folder, and (on Linux) access to declared
 * files only.
 */
export async function runCommand(
  context: StageContext<CommandParams>,
  place: CommandPlace,
): Promise<void> {
  const { params, checkpoint, signal } = context;
  const args = commandArguments(context);
  const env = commandEnvironment(params, { temp: place.temp, checkpoint });
  const confined = confine({
    read: [...SYSTEM, ...place.read],
    write: [
      ...[place.folder, place.temp, place.end, checkpoint],
      ...(params.shm === true ? ["/dev/shm"] : []),
    ],
    devices: DEVICES,
  });
  if (!confined) {
    if (place.strict) {
      throw new Error(
        `--strict needs a kernel with Landlock to confine ${
          String(params.run[0])
        }, but this one has none`,
      );
    }
    context.log("this kernel has no Landlock: files are not confined");
  }
  dropPrivileges();
  signal.throwIfAborted();
  let running = true;
  const signalGroup = groupSignaller();
  const endDescendants = keepDescendants();
  // This process ends when the scheduler dies: the command must not go on alone.
  globalThis.addEventListener("unload", () => {
    endDescendants();
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
  const { status, last } = await programEnd(child, context.log);
  running = false;
  const left = endDescendants();
  if (left > 0) {
    const what = left === 1 ? "1 process" : `${left} processes`;
    context.log(`ended ${what} that the program left behind`);
  }
  signal.removeEventListener("abort", tell);
  signal.throwIfAborted();
  if (status.success) return;
  const how = status.signal === null
    ? `exited with code ${status.code}`
    : `was ended by ${status.signal}`;
  throw new Error(
    `${String(params.run[0])} ${how}${last === "" ? "" : `: ${last}`}`,
  );
}

/** Arguments of the command, with the placeholders filled. */
function commandArguments(context: StageContext<CommandParams>): string[] {
  const { params, checkpoint } = context;
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
  return params.run.flatMap((part) => fillPlaceholders(String(part), values))
    .slice(1);
}

function commandEnvironment(
  params: CommandParams,
  { temp, checkpoint }: { readonly temp: string; readonly checkpoint: string },
): Record<string, string> {
  const env: Record<string, string> = {
    PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
    HOME: temp,
    TMPDIR: temp,
    LANG: "C.UTF-8",
    SDARTS_CHECKPOINT: checkpoint,
  };
  for (
    const name of [...params.env, "CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER"]
  ) {
    const value = Deno.env.get(name);
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/**
 * Waits for the end of a program. A process that it leaves behind may hold its output open: that is waited for only a
 * moment, and the scheduler ends what is left.
 */
async function programEnd(
  child: Deno.ChildProcess,
  log: (line: string) => void,
) {
  const [said, complained] = [passOn(child.stdout), passOn(child.stderr)];
  const status = await child.status;
  const ended = Promise.all([said.ended, complained.ended]).then(() => true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), LINGERING);
  });
  if (!await Promise.race([ended, late])) {
    log(
      "a process that the program left behind holds its output open: it is ended now",
    );
    said.cancel();
    complained.cancel();
  }
  clearTimeout(timer);
  return { status, last: complained.lastLine() || said.lastLine() };
}
