/**
 * The command that inspects the machine and installs what is missing, for messages.
 *
 * @param flags Its flags, such as `--install`.
 */
export function doctorCommand(flags: string): string {
  return `\`sdarts doctor ${flags}\` (in a checkout \`deno task doctor ${flags}\`)`;
}
