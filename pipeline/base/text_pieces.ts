/** Decodes a stream of UTF-8 piece by piece; a character split between two pieces comes with the second. */
export async function* textPieces(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}
