import { COMMANDS } from "./arguments.ts";

/** Text of `--help`. */
export function helpText(): string {
  const commands = Object.entries(COMMANDS).map(([name, text]) =>
    `  ${name.padEnd(8)} ${text}`
  );
  return `Usage: deno task pipeline [command] [file.yaml] [flags]

Runs a pipeline of stages: each has its inputs, parameters and code hashed, and runs only when one of them changed.
Without arguments: run experiments/quickstart.yaml

Commands
${commands.join("\n")}

Flags
  -j, --jobs N      stages at a time (default: number of cores)
  -k, --keep-going  after a failure, go on with what does not depend on it
  --no-wait         end with code 3 instead of waiting for another run
  --json            plan, status, verify: one JSON object; run: one JSON object a line
  --project DIR     folder with stages/, results/ and .sdarts/ (default: this program's folder)
  --cache DIR       cache folder (default: .sdarts in the project; also by SDARTS_CACHE)
  --grace SECONDS   time for a running stage to save its checkpoint on Ctrl-C (default: 10)
  -h, --help        show this text

Exit codes
  0 done   1 a stage failed   2 wrong file, parameter or command line   3 locked (--no-wait)
  4 cache damaged   130 Ctrl-C   143 SIGTERM
`;
}
