/**
 * The next line with a text in it that a process writes; without a text, its first line. What comes after it can be read
 * on, or cancelled.
 */
export async function processLine(
  process: Deno.ChildProcess,
  part = "",
): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  // A pipe through a decoder would hold the stream until the process ends.
  const reader = process.stdout.getReader();
  try {
    while (true) {
      const lines = text.split("\n");
      const found = lines.slice(0, -1).find((line) => line.includes(part));
      if (found !== undefined) return found;
      const { value, done } = await reader.read();
      if (done) {
        throw new Error(`Expected a line with "${part}" but found ${text}`);
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    reader.releaseLock();
  }
}
