import { ifPossible } from "../../common/if_possible.ts";

/** The interpreter and its arguments from the first line of a script, after `#!`; `undefined` for another file, or one that cannot be read. */
export function interpreterLine(path: string): string | undefined {
  return ifPossible(() => {
    using file = Deno.openSync(path);
    // The kernel reads no more.
    const bytes = new Uint8Array(256);
    const count = file.readSync(bytes) ?? 0;
    const text = new TextDecoder().decode(bytes.subarray(0, count));
    return text.startsWith("#!") ? text.slice(2).split("\n", 1)[0] : undefined;
  });
}
