/** Writes text to standard output, all of it; a closed pipe (`| head`) is no error. */
export function writeOut(text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let done = 0; done < bytes.length;) {
      done += Deno.stdout.writeSync(bytes.subarray(done));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Writes a value to standard output as one line of JSON. */
export function writeJson(value: unknown): void {
  writeOut(`${JSON.stringify(value)}\n`);
}
