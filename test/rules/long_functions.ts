/** A function and the lines it spans. */
export interface LongFunction {
  readonly name: string;
  readonly lines: number;
}

const START =
  /^(\s*)(?:export )?(?:default )?(?:(?:async )?function\*? ?(\w*)|(?:const|let) (\w+)(?:: [^=]+)? = (?:async )?(?:\(|function)|(?:async )?\*?(\w+)\()/;

/**
 * Functions of a formatted source that span more lines than a limit.
 *
 * The formatter puts the brace that ends a function alone at the indentation of its first line; that is what is
 * looked for, so that no parser is needed.
 *
 * @param text Text of a formatted module.
 * @param limit Most lines that a function may have.
 */
export function longFunctions(text: string, limit: number): LongFunction[] {
  // Tests and generators keep the text of modules in template strings.
  const lines = text.replace(
    /`(?:\\[\s\S]|[^`\\])*`/g,
    (string) => string.replace(/[^\n]/g, ""),
  ).split("\n");
  return lines.flatMap((line, at) => {
    const start = START.exec(line);
    if (start === null) return [];
    const [, indent = "", ...names] = start;
    const name = names.find((found) => found) ?? "(anonymous)";
    if (/^(?:if|for|while|switch|catch|return|await)$/.test(name)) return [];
    const ending = new RegExp(`^${indent}\\}[;,)]*$`);
    const body = lines.slice(at + 1);
    // A statement of the same or a smaller indentation ends what has no body, such as a call.
    const end = body.findIndex((next) =>
      ending.test(next) ||
      (next.trim() !== "" && indentOf(next) <= indent.length &&
        !/^\s*[)\]}]/.test(next))
    );
    if (end < 0 || !ending.test(body[end]!) || end + 2 <= limit) return [];
    return [{ name, lines: end + 2 }];
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
