import type { CommandTable, RunCommand } from "../commands/command.ts";
import { usageError } from "../../base/pipeline_error.ts";
import { COMMON_FLAGS, flagName } from "../commands/flags.ts";
import { writeOut } from "../terminal/write_out.ts";

/** The part of a command that a shell completes. */
interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
}

const SHELLS: Readonly<
  Record<string, (commands: readonly Completed[]) => string>
> = { bash, zsh, fish };

/**
 * `completion bash|zsh|fish`: prints a script that completes commands, flags and pipeline files of `sdarts`, the command
 * or a shell function such as `sdarts() { npx -y deno task pipeline "$@"; }`.
 */
export function completion(commands: CommandTable): RunCommand {
  return ({ words: [shell = ""] }) => {
    const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (script === undefined) {
      throw usageError(
        `Expected a shell (${
          Object.keys(SHELLS).join(", ")
        }) but found ${shell}`,
      );
    }
    writeOut(script(
      Object.entries(commands).map(([name, { summary, flags }]) => ({
        name,
        summary,
        flags: [...flags, ...COMMON_FLAGS].map(flagName),
      })),
    ));
  };
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, flags }) =>
    `    ${name}) flags="${flags.join(" ")}" ;;`
  );
  return `_sdarts() {
  local word="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" flags=""
  case "$command" in
${cases.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${
    commands.map(({ name }) => name).join(" ")
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

function zsh(commands: readonly Completed[]): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
}

function fish(commands: readonly Completed[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const names = commands.map(({ name, summary }) =>
    `complete -c sdarts -n __fish_use_subcommand -a ${name} -d ${
      quote(summary)
    }`
  );
  const flags = commands.flatMap(({ name, flags }) =>
    flags.map((flag) =>
      `complete -c sdarts -n '__fish_seen_subcommand_from ${name}' -l ${
        flag.slice(2)
      }`
    )
  );
  return `${[...names, ...flags].join("\n")}\n`;
}
