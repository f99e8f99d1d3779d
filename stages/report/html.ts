/** Markup that is already escaped. */
export interface Markup {
  /** The text. */
  readonly markup: string;
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
  if (typeof content === "object") return (content as Markup).markup;
  return String(content).replace(
    /[&<>"']/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/** Trusts a text to be markup. */
export function raw(markup: string): Markup {
  return { markup };
}

/**
 * Template of HTML or SVG in which every value is escaped.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(html`<p>${"a < b"}</p>`.markup, "<p>a &#60; b</p>");
 * ```
 */
export function html(
  strings: TemplateStringsArray,
  ...contents: readonly Content[]
): Markup {
  const text = strings.map((part, i) => part + write(contents[i])).join("");
  return { markup: text };
}
