import type { Arguments } from "./parse_arguments.ts";
import {
  type CommandName,
  commandOf,
  COMMANDS,
  COMMON_FLAGS,
} from "./command_table.ts";
import { EXIT, ExitError } from "../../base/exit_error.ts";
import { flagText } from "../commands/flags.ts";
import { writeOut } from "../terminal/write_out.ts";

const SHELLS: Readonly<Record<string, () => string>> = { bash, zsh, fish };

/**
 * `completion bash|zsh|fish`: prints a script that completes commands, flags and pipeline files of a shell function
 * named `sdarts`, such as `sdarts() { npx -y deno task pipeline "$@"; }`.
 *
 * @param args The command line.
 * @returns Exit code 0.
 */
export function commandCompletion(args: Arguments): number {
  const [name = ""] = args.words;
  const script = Object.hasOwn(SHELLS, name) ? SHELLS[name] : undefined;
  if (script === undefined) {
    throw new ExitError(
      EXIT.usage,
      `Expected a shell (${Object.keys(SHELLS).join(", ")}) but found ${name}`,
    );
  }
  writeOut(script());
  return EXIT.done;
}

const names = () => Object.keys(COMMANDS) as CommandName[];

function flagsOf(name: CommandName): string[] {
  return [...commandOf(name).flags, ...COMMON_FLAGS]
    .map((flag) => flagText(flag).split(" ", 1).join());
}

function bash(): string {
  const cases = names().map((name) =>
    `    ${name}) flags="${flagsOf(name).join(" ")}" ;;`
  );
  return `_sdarts() {
  local word="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" flags=""
  case "$command" in
${cases.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${
    names().join(" ")
  }" -- "$word") $(compgen -f -X '!*.yaml' -- "$word"))
  elif [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  else
    COMPREPLY=($(compgen -d -- "$word") $(compgen -f -X '!*.yaml' -- "$word"))
  fi
}
complete -F _sdarts sdarts
`;
}

function zsh(): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash()}`;
}

function fish(): string {
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const commands = names().map((name) =>
    `complete -c sdarts -n __fish_use_subcommand -a ${name} -d ${
      quote(commandOf(name).summary)
    }`
  );
  const flags = names().flatMap((name) =>
    flagsOf(name).map((flag) =>
      `complete -c sdarts -n '__fish_seen_subcommand_from ${name}' -l ${
        flag.slice(2)
      }`
    )
  );
  return `${[...commands, ...flags].join("\n")}\n`;
}
