/** Why a question has no answer. */
export class AskError extends Error {
  override readonly name = "AskError";
}

/**
 * Asks the server for JSON.
 *
 * Throws an `AskError` where it does not answer, or answers with an error.
 *
 * @param path Path of the question.
 * @param query What it is about; a list stands for several values of one name.
 * @returns The answer; `undefined` where there is nothing new.
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
    throw new AskError("The server has ended");
  }
  if (response.status === 204) return undefined;
  if (!response.ok) throw new AskError((await response.text()).trim());
  return await response.json() as T;
}
