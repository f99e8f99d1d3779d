/** Markup that is already escaped. */
export interface Markup {
  readonly text: string;
}

/** Values of a template; `null`, `undefined` and `false` write nothing. */
export type Content =
  | Markup
  | string
  | number
  | null
  | undefined
  | false
  | readonly Content[];

function write(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (Array.isArray(content)) return content.map(write).join("");
  if (typeof content === "object") return (content as Markup).text;
  return String(content).replace(
    /[&<>"']/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/** Takes a text as markup, without escaping. */
export function raw(text: string): Markup {
  return { text };
}

/**
 * Template of HTML or SVG in which every value is escaped.
 *
 * @example
 * ```ts
 * import { markup } from "./markup.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(markup`<p>${"a < b"}</p>`.text, "<p>a &#60; b</p>");
 * ```
 */
export function markup(
  strings: TemplateStringsArray,
  ...contents: readonly Content[]
): Markup {
  const parts = strings.map((part, i) => part + write(contents[i]));
  return { text: parts.join("") };
}
