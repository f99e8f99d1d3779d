// A stage that leaves files of all modes and processes behind.
import { namesIn } from "../../../pipeline/base/read_files.ts";

const MODES = ["000", "111", "444", "555", "777"];

/** A file in the temporary folder, a process that knows nothing of its stage and writes to its output, one that holds the log open. */
const SCRIPT = `mkdir -p "$TMPDIR/m/n" d
echo x > "$TMPDIR/m/n/f"
echo mess > d/f
env -i /usr/bin/setsid sh -c "sleep 20; echo late >&3; sleep 100; : $1" 3>>d/f </dev/null >/dev/null 2>&1 &
if [ $2 = 1 ]; then sh -c "sleep 100; : $1" & fi
sleep 0.2
chmod $3 "$TMPDIR/m/n/f" "$TMPDIR/m/n" "$TMPDIR/m" d/f d`;

/**
 * A stage that publishes `d/f` and leaves a mess behind.
 *
 * @param mark Is in the command lines of its processes, followed by the number.
 * @param mess Number of the mess, which decides its modes.
 */
export function messText(mark: string, mess: number): string {
  const words = ["sh", "-c", SCRIPT, "sh", `${mark}_${mess}`]
    .concat(String(mess % 2), MODES[mess % MODES.length]!);
  return `  mess:
    use: command
    run: ${JSON.stringify(words)}
    outputs: { o: d }
    publish: true
`;
}

/** Command lines of the living processes that a mess left behind. */
export function messyProcesses(marked: string): string[] {
  return namesIn("/proc").flatMap((name) => {
    try {
      const line = Deno.readTextFileSync(`/proc/${name}/cmdline`);
      // The whole number, at the end of a script.
      return line.includes(`: ${marked}\0`) ? [line.replaceAll("\0", " ")] : [];
    } catch {
      return [];
    }
  });
}
