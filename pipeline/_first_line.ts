/** The first line that a process writes. */
export async function firstLine(process: Deno.ChildProcess): Promise<string> {
  let text = "";
  const reader = process.stdout.pipeThrough(new TextDecoderStream())
    .getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  reader.releaseLock();
  return text.split("\n", 1).join();
}
