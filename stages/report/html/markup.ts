/** Markup that is already escaped. */
export interface Markup {
  /** The text. */
  readonly text: string;
}

/** What a template may hold; nothing is written for `null`, `undefined` and `false`. */
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

/** Trusts a text to be markup. */
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
