/** Reads JSON; `undefined` where there is none, or a torn one. */
export function readJsonIfWhole(path: string): unknown {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch {
    return undefined;
  }
}
