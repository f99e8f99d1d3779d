import type { Arguments } from "./parse_arguments.ts";
import { type CommandName, commandOf, COMMANDS } from "./command_table.ts";
import { EXIT, ExitError } from "../../base/exit_error.ts";
import {
  type Flag,
  type FlagName,
  FLAGS,
  flagText,
} from "../commands/flags.ts";
import { didYouMean } from "../../../common/nearest.ts";
import { writeOut } from "../terminal/write_out.ts";

/** `help [command]`. */
export function commandHelp(args: Arguments): number {
  const [word] = args.words;
  if (word === undefined) {
    writeOut(helpText());
    return EXIT.done;
  }
  if (!Object.hasOwn(COMMANDS, word)) {
    const known = Object.keys(COMMANDS);
    throw new ExitError(
      EXIT.usage,
      `Expected a command (${known.join(", ")}) but found ${word}${
        didYouMean(word, known)
      }`,
    );
  }
  writeOut(commandText(word as CommandName));
  return EXIT.done;
}

/** Text of `--help`. */
export function helpText(): string {
  const names = Object.keys(COMMANDS) as CommandName[];
  const used = (name: CommandName) =>
    `${name} ${commandOf(name).words}`.trimEnd();
  const width = Math.max(...names.map((name) => used(name).length));
  const commands = names.map((name) =>
    `  ${used(name).padEnd(width)}  ${commandOf(name).summary}`
  );
  return `Usage: deno task pipeline [command] [file.yaml] [flags]

Runs a pipeline of stages: each has its inputs, parameters and code hashed, and runs only when one of them changed.
Without arguments: run experiments/quickstart.yaml

Commands
${commands.join("\n")}

Flags
${flagLines(commandOf("run").flags)}
${flagLines(["project", "cache", "help"])}

help COMMAND shows the flags of a command.

Exit codes
  0 done   1 a stage failed   2 wrong file, parameter or command line   3 locked (--no-wait)
  4 cache damaged   130 Ctrl-C   143 SIGTERM
`;
}

function commandText(name: CommandName): string {
  const { summary, words, flags } = commandOf(name);
  return `Usage: deno task pipeline ${
    `${name} ${words}`.trimEnd()
  } [flags]\n\n${summary}\n\nFlags\n${
    flagLines([...flags, "project", "cache", "help"])
  }\n`;
}

function flagLines(names: readonly FlagName[]): string {
  return names.map((name) => {
    const { short, help }: Flag<unknown> = FLAGS[name];
    const text = `${short === undefined ? "" : `-${short}, `}${flagText(name)}`;
    return `  ${text.padEnd(17)} ${help}`;
  }).join("\n");
}
