import { byteParsers } from "./byte_parsers.ts";
import { type HttpParsers, httpParsers } from "./http_parsers.ts";
import { textParsers } from "./text_parsers.ts";

/**
 * Every parser of what comes from elsewhere, by name, until disposed of.
 *
 * @param folder For their files.
 */
export async function allParsers(folder: string): Promise<HttpParsers> {
  const http = await httpParsers(folder);
  return {
    parsers: {
      ...textParsers(folder),
      ...await byteParsers(folder),
      ...http.parsers,
    },
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose](),
  };
}
