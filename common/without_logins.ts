/**
 * A text in which addresses have `***` in place of their user and password.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withoutLogins } from "./without_logins.ts";
 *
 * assertEquals(withoutLogins("at http://me:secret@host/a@b"), "at http://***@host/a@b");
 * ```
 */
export function withoutLogins(text: string): string {
  // Most texts have no address, and are many.
  if (!text.includes("://")) return text;
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s?#"'<>]*@/gi, "$1***@");
}
