import type { CommandTable, RunCommand } from "../commands/command.ts";
import { usageError } from "../../base/pipeline_error.ts";
import type { Flag } from "../commands/flag.ts";
import {
  COMMON_FLAGS,
  type FlagName,
  FLAGS,
  flagText,
} from "../commands/flags.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { writeOut } from "../terminal/write_out.ts";

/** `help [command]`: shows the help of the program, or of one command. */
export function help(commands: CommandTable): RunCommand {
  return ({ words: [word] }) =>
    writeOut(
      word === undefined ? helpText(commands) : commandText(word, commands),
    );
}

function helpText(commands: CommandTable): string {
  const lines = Object.entries(commands).map(([name, { words, summary }]) =>
    [`${name} ${words}`.trimEnd(), summary] as const
  );
  return `Usage: sdarts [command] [file.yaml] [flags]     (in a checkout: deno task pipeline ...)

Runs a pipeline of stages. Each stage is identified by a hash of its inputs, parameters and code, and runs only when that
hash is new. Without arguments: run experiments/quickstart.yaml of the project, which is the nearest folder, from here
upwards, with .sdarts/ or experiments/.

Commands
${columns(lines)}

Flags of run, and of every command
${flagLines([...commands["run"]?.flags ?? [], ...COMMON_FLAGS, "version"])}

help COMMAND shows the flags of a command.

Exit codes
  0 done   1 a stage failed   2 wrong file, parameter or command line   3 locked (--no-wait)
  4 cache damaged   130 Ctrl-C   143 SIGTERM

SDARTS_TRACE=1 in the environment shows the stack of an unexpected error.
`;
}

function commandText(name: string, commands: CommandTable): string {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const known = Object.keys(commands);
    throw usageError(unknownName(name, { what: "a command", known }));
  }
  const { summary, words, flags } = command;
  return `Usage: sdarts ${
    `${name} ${words}`.trimEnd()
  } [flags]\n\n${summary}\n\nFlags\n${
    flagLines([...flags, ...COMMON_FLAGS])
  }\n`;
}

function flagLines(names: readonly FlagName[]): string {
  return columns(names.map((name) => {
    const { short, help }: Flag<unknown> = FLAGS[name];
    const text = `${short === undefined ? "" : `-${short}, `}${flagText(name)}`;
    return [text, help] as const;
  }));
}

function columns(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([text]) => text.length));
  return lines.map(([text, help]) => `  ${text.padEnd(width)}  ${help}`)
    .join("\n");
}
