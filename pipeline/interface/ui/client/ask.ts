/** The server did not answer, or answered with an error. */
export class AskError extends Error {
  override readonly name = "AskError";
}

/**
 * Asks the server for JSON. Throws an `AskError`.
 *
 * @param path Path below `/api/`.
 * @param query Parameters; a list gives several values to one name.
 * @returns The answer; `undefined` if there is nothing new.
 */
export async function ask<T>(
  path: string,
  query: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<T | undefined> {
  const words = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one])
    ),
  );
  let response: Response;
  try {
    response = await fetch(`/api/${path}?${words}`);
  } catch {
    throw new AskError("The server has stopped");
  }
  if (response.status === 204) return undefined;
  if (!response.ok) throw new AskError((await response.text()).trim());
  return await response.json() as T;
}
