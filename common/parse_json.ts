/**
 * Parses JSON.
 *
 * @param place Where the text is from, for the message.
 * @throws {SyntaxError} With the place and the start of a text that is no JSON.
 */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `Expected JSON but found ${
        JSON.stringify(text.slice(0, 40))
      } in ${place}`,
      { cause },
    );
  }
}
