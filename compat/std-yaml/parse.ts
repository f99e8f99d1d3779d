import { type Document, LineCounter, parseAllDocuments } from "yaml";
import { YamlSyntaxError } from "./syntax_error.ts";

/** Options of `parse` and `parseAll`. */
export interface ParseOptions {
  /** Lets a later key replace an equal earlier one; otherwise it is an error. */
  allowDuplicateKeys?: boolean;
}

function toValue(document: Document.Parsed, lines: LineCounter): unknown {
  const fault = document.errors[0];
  if (fault !== undefined) {
    const { line, col } = fault.linePos?.[0] ?? lines.linePos(fault.pos[0]);
    throw new YamlSyntaxError(fault.message, line, col);
  }
  try {
    return document.toJS();
  } catch (error) {
    // the package yaml finds unknown aliases only now, as a ReferenceError
    if (!(error instanceof ReferenceError)) throw error;
    const { line, col } = lines.linePos(document.range[0]);
    throw new YamlSyntaxError(error.message, line, col);
  }
}

/**
 * Parses every document of a YAML text.
 *
 * @param content Text with any number of documents.
 * @returns The value of each document.
 */
export function parseAll(
  content: string,
  options: ParseOptions = {},
): unknown[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(content, {
    merge: true,
    lineCounter,
    uniqueKeys: !options.allowDuplicateKeys,
    logLevel: "error",
  });
  // for an empty text the package yaml returns an array of another type
  return Array.from<Document.Parsed, unknown>(
    documents as Iterable<Document.Parsed>,
    (document) => toValue(document, lineCounter),
  );
}

/**
 * Parses a YAML text with a single document.
 *
 * @param content Text with at most one document.
 * @returns Its value, `null` for an empty text.
 * @throws {YamlSyntaxError} If the text is not YAML or holds several documents.
 *
 * @example
 * ```ts
 * import { parse } from "@std/yaml";
 * import { assertEquals } from "@std/assert";
 * assertEquals(parse("seed: [0, 1]"), { seed: [0, 1] });
 * ```
 */
export function parse(content: string, options: ParseOptions = {}): unknown {
  const values = parseAll(content, options);
  if (values.length > 1) {
    throw new YamlSyntaxError(
      `Expected a single document but found ${values.length}`,
      1,
      1,
    );
  }
  return values[0] ?? null;
}
