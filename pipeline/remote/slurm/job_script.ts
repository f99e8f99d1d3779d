import { shellWord } from "../../base/shell_word.ts";
import type { StageCommand } from "../../execution/executor/stage_command.ts";

/** Contents of a job script. */
export interface JobScript {
  readonly name: string;
  /** The job's folder, on a shared file system. */
  readonly work: string;
  /** Command line of the stage. */
  readonly command: StageCommand;
  /** Seconds between two signs of life. */
  readonly beat: number;
  /** Seconds that the folder may take to become visible. */
  readonly patience: number;
  /** True if Slurm chooses GPUs for it. */
  readonly gpus: boolean;
}

/**
 * Writes the script of a job. It needs the folder and Deno, and nothing from the environment in which it is submitted
 * or started.
 *
 * A job that is started again (after a preemption, or with its node) starts from copies of its prepared folders, and
 * its checkpoint; one that is done does nothing. It writes `output` with the output of the stage, `beat` as its sign of
 * life, `end/result.json` with the result, and last `exit` with the exit code.
 */
export function jobScript(options: JobScript): string {
  const { work, command, beat, patience } = options;
  const variables = Object.entries(command.env).map(([name, value]) =>
    shellWord(`${name}=${value}`)
  );
  if (options.gpus) {
    // Where Slurm confines a job to its GPUs, it need not name them; an empty variable would hide them.
    variables.push(
      '${CUDA_VISIBLE_DEVICES+"CUDA_VISIBLE_DEVICES=$CUDA_VISIBLE_DEVICES"}',
    );
  }
  return `#!/bin/sh
# Job of stage ${options.name.replaceAll("\n", " ")}
work=${shellWord(work)}
left=${Math.ceil(patience)}
while [ ! -e "$work/job.json" ] && [ "$left" -gt 0 ]; do sleep 1; left=$((left - 1)); done
cd "$work" || exit 1
exec >>output 2>&1 </dev/null
if grep -q '"status":"done"' end/result.json 2>/dev/null; then exit 0; fi
rm -rf out tmp end exit && cp -R laid/out laid/tmp laid/end . || exit 1
child=
trap '[ -n "$child" ] && kill -TERM -- "-$child" 2>/dev/null' TERM INT
(trap - TERM INT; while :; do date > beat; sleep ${beat}; done) &
alive=$!
setsid env -i ${variables.join(" ")} ${
    [command.program, ...command.args].map(shellWord).join(" ")
  } &
child=$!
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
kill -KILL -- "-$child" 2>/dev/null
kill "$alive" 2>/dev/null
echo "$code" > exit.part && mv exit.part exit
exit "$code"
`;
}

/** Script of a single job. */
export function singleScript(work: string): string {
  return `#!/bin/sh\nexec /bin/sh ${shellWord(`${work}/job.sh`)}\n`;
}

/** Script of an array: each task runs the script of its job. */
export function arrayScript(folders: readonly string[]): string {
  const cases = folders.map((work, index) =>
    `${index}) work=${shellWord(work)} ;;`
  );
  return `#!/bin/sh
case "$SLURM_ARRAY_TASK_ID" in
${cases.join("\n")}
*) exit 1 ;;
esac
left=60
while [ ! -e "$work/job.sh" ] && [ "$left" -gt 0 ]; do sleep 1; left=$((left - 1)); done
exec /bin/sh "$work/job.sh"
`;
}
