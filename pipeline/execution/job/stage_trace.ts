/** Folder of the engine's modules. */
const ENGINE = new URL("../../", import.meta.url).href;

/** Module that starts a stage process. */
const START = /\/work\/[0-9a-f]{64}\/main\.mjs:\d+/;

/**
 * An error with its causes and those frames of its stack that are of the stage and of its libraries: where the engine
 * called them says nothing about why they failed.
 *
 * @returns Text for a log, of several lines.
 */
export function stageTrace(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return Deno.inspect(error, { colors: false }).split("\n").filter((line) =>
    !(/^\s+at /.test(line) && (line.includes(ENGINE) || START.test(line)))
  ).join("\n");
}
