/** A fenced block of a Markdown file. */
export interface DocBlock {
  /** Language behind the fence: `yaml`, `ts`, `diff`, `sh`, `text`. */
  readonly language: string;
  /** Content, each line with its end. */
  readonly text: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
}

/** The fenced blocks of a Markdown text in order. */
export function docBlocks(markdown: string): DocBlock[] {
  const blocks: DocBlock[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  markdown.split("\n").forEach((line, at) => {
    // "ignore" keeps deno test --doc from running a stage of a page on its own
    const fence = /^```(\w*)(?: ignore)?$/.exec(line);
    if (open === undefined) {
      if (fence !== null) {
        open = { language: fence[1]!, line: at + 1, lines: [] };
      }
    } else if (fence !== null) {
      const { language, line, lines } = open;
      blocks.push({
        language,
        line,
        text: lines.map((l) => `${l}\n`).join(""),
      });
      open = undefined;
    } else open.lines.push(line);
  });
  return blocks;
}

/** The file that a block of code names in its first line: `# mine.yaml` or `// stages/mine/stage.ts`. */
export function namedFile({ text }: DocBlock): string | undefined {
  return /^(?:#|\/\/) ([\w./-]+\.\w+)\n/.exec(text)?.[1];
}

/**
 * Applies a block of the language `diff` to a text. Its first line is the file's name as a comment; lines that start
 * with a blank or `-` have to stand in the text once, without a gap.
 *
 * @throws {Error} If they do not.
 */
export function applyDiff(diff: string, text: string, place: string): string {
  const lines = diff.split("\n").slice(1, -1);
  const side = (mark: string) =>
    lines.filter((line) => line[0] === " " || line[0] === mark)
      .map((line) => `${line.slice(1)}\n`).join("");
  const parts = text.split(side("-"));
  if (parts.length !== 2) {
    throw new Error(
      `Expected the lines of the diff once but found them ${
        parts.length - 1
      } times in ${place}`,
    );
  }
  return parts.join(side("+"));
}

/**
 * The first line of `expected` that does not follow in `output`: each has to be found behind the one before, where `…`
 * stands for anything and runs of blanks are one blank.
 */
export function missingLine(
  expected: string,
  output: string,
): string | undefined {
  const plain = (line: string) => line.trim().replace(/\s+/g, " ");
  const lines = output.split("\n").map(plain);
  for (const wanted of expected.split("\n").map(plain)) {
    if (wanted === "") continue;
    const pattern = new RegExp(
      `^${wanted.split("…").map(RegExp.escape).join(".*")}$`,
      "u",
    );
    const at = lines.findIndex((line) => pattern.test(line));
    if (at < 0) return wanted;
    lines.splice(0, at + 1);
  }
  return undefined;
}
