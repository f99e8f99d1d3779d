import { withoutLogins } from "../../../common/without_logins.ts";
import { isDiskFull } from "../../base/disk_error.ts";
import { oneLine } from "../../definition/yaml/problem.ts";

/** Describes the failure of a stage in one line, without passwords of addresses. */
export function failureText(error: unknown): string {
  return withoutLogins(describe(error));
}

function describe(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    const wanted =
      /Requires (.+?), (?:run again|specify)/.exec(error.message)?.[1] ??
        error.message;
    return oneLine(
      `the stage requires ${wanted}, but declares no such input, output or permission`,
    );
  }
  const text = error instanceof Error
    ? error.message || error.name
    : String(error);
  return isDiskFull(error) && !text.includes("ENOSPC")
    ? oneLine(`no space left on the disk (ENOSPC): ${text}`)
    : oneLine(text);
}
