/** Writes JSON as artifacts hold it: two-space indentation, one final newline, the same bytes for the same value. */
export async function writeJsonFile(
  path: string,
  value: unknown,
): Promise<void> {
  await Deno.writeTextFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
