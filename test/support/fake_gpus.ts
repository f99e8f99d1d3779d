import { COMMAND_LINE } from "./root.ts";

/** Model of the GPUs, as the files of their driver name it. */
export const FAKE_GPU = "NVIDIA Fake 4";

/** Text of a shell script that gives its mount namespace the nodes and files of a driver, and another `/run/lock`. */
function setUp(nodes: readonly number[]): string {
  const made = ["nvidiactl", ...nodes.map((node) => `nvidia${node}`)];
  return `set -e
dev=$(mktemp -d) && mount -t tmpfs none "$dev"
for name in null zero full random urandom tty; do
  touch "$dev/$name" && mount --bind "/dev/$name" "$dev/$name"
done
mkdir "$dev/shm" "$dev/pts" && ln -s /proc/self/fd "$dev/fd"
for name in ${made.join(" ")}; do touch "$dev/$name"; done
mount --rbind "$dev" /dev
if mount -t tmpfs none /proc/driver; then
  mkdir -p /proc/driver/nvidia/gpus
  echo 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15' >/proc/driver/nvidia/version
  for node in ${nodes.join(" ")}; do
    mkdir "/proc/driver/nvidia/gpus/0000:0$node:00.0"
    printf 'Model: \\t ${FAKE_GPU}\\nDevice Minor: \\t %s\\n' "$node" \\
      >"/proc/driver/nvidia/gpus/0000:0$node:00.0/information"
  done
fi
mount -t tmpfs -o mode=1777 none /run/lock`;
}

/** True where an unprivileged mount namespace can be made. */
export const HAS_NAMESPACES: boolean = Deno.build.os === "linux" &&
  canUnshare();

function canUnshare(): boolean {
  try {
    return new Deno.Command("unshare", {
      args: ["-Urm", "sh", "-c", setUp([])],
      stdout: "null",
      stderr: "null",
    }).outputSync().success;
  } catch {
    return false;
  }
}

/**
 * Runs commands of this program, side by side, on a machine that seems to have GPUs: device nodes without a device, seen
 * by these processes alone.
 *
 * @param nodes Numbers of the device nodes.
 * @param commands Arguments of each command.
 * @param env More variables; `CUDA_VISIBLE_DEVICES` is not handed on.
 * @returns Everything that they wrote.
 */
export async function runOnFakeGpus(
  nodes: readonly number[],
  commands: readonly (readonly string[])[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly text: string }> {
  const quoted = (words: readonly string[]) =>
    words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const lines = commands.map((args) =>
    `${quoted([Deno.execPath(), ...COMMAND_LINE, ...args])} & pids="$pids $!"`
  );
  const { code, stdout, stderr } = await new Deno.Command("unshare", {
    args: [
      "-Urm",
      "sh",
      "-c",
      `unset CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER
${setUp(nodes)}
${
        Object.entries(env).map(([name, value]) =>
          `export ${name}=${quoted([value])}`
        ).join("\n")
      }
pids=
${lines.join("\n")}
for pid in $pids; do wait "$pid"; done`,
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes))
    .join("");
  return { code, text };
}
