/** The first line that a process writes; its output can be read on, or cancelled, afterwards. */
export async function firstLine(process: Deno.ChildProcess): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  // A pipe through a decoder would hold the stream until the process ends.
  const reader = process.stdout.getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  return text.split("\n", 1).join();
}
