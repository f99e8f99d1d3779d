import type { LocatedScalar } from "../yaml/located.ts";

const MENTION = /^\$([A-Za-z_][A-Za-z0-9_]*)$/;

/** The axis that a value stands for, written as `$axis`; `undefined` for any other value. */
export function mentionedAxis(node: LocatedScalar): string | undefined {
  return typeof node.value === "string"
    ? MENTION.exec(node.value)?.[1]
    : undefined;
}
