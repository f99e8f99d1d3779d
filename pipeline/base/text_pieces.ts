/**
 * Text of a stream of UTF-8, piece by piece; a letter that two pieces share comes whole with the second.
 *
 * @param stream The bytes.
 */
export async function* textPieces(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}
