/** Reads the kinds of Python tokens that occur in a genotype. */
export interface PythonReader {
  /** True when the next token is this one. */
  next(token: string): boolean;
  /** Takes the next token, which must equal `token` if given. */
  take(token?: string): string;
  /** The next token when it is a name. */
  peekName(): string | undefined;
  name(): string;
  integer(): number;
  /** Takes a string or an integer. */
  literal(): string | number;
  /** Checks that nothing follows. */
  end(): void;
  /** Error at the next token. */
  expected(what: string): SyntaxError;
}

const TOKEN = /[A-Za-z_]\w*|-?\d+|'[^'\\\n]*'|"[^"\\\n]*"|[()[\],=]/y;
const SPACE = /(?:\s|#[^\n]*)*/y;

function isName(token: string | undefined): token is string {
  return token !== undefined && /^[A-Za-z_]/.test(token);
}

function isInteger(token: string | undefined): token is string {
  return token !== undefined && /^-?\d/.test(token);
}

/** A reader of Python source text; errors name the place, line and column (from 1). */
export function createPythonReader(text: string, place: string): PythonReader {
  const failure = (what: string, found: string, at: number) => {
    const lines = text.slice(0, at).split("\n");
    const column = lines[lines.length - 1]!.length + 1;
    return new SyntaxError(
      `Expected ${what} but found ${found} in ${place}:${lines.length}:${column}`,
    );
  };

  const tokens: { readonly text: string; readonly at: number }[] = [];
  let offset = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    return found;
  };
  offset += match(SPACE)!.length;
  while (offset < text.length) {
    const token = match(TOKEN);
    if (token === undefined) {
      const character = String.fromCodePoint(text.codePointAt(offset)!);
      throw failure(
        "a name, a text, a number or one of ( ) [ ] , =",
        JSON.stringify(character),
        offset,
      );
    }
    tokens.push({ text: token, at: offset });
    offset += token.length;
    offset += match(SPACE)!.length;
  }

  let position = 0;
  const peek = () => tokens[position]?.text;
  const expected = (what: string) => {
    const token = tokens[position];
    return token === undefined
      ? failure(what, "the end of the text", text.length)
      : failure(what, token.text, token.at);
  };
  const take = (token?: string) => {
    const found = peek();
    if (found === undefined || (token !== undefined && found !== token)) {
      throw expected(token ?? "a token");
    }
    position++;
    return found;
  };
  const integer = () => {
    if (!isInteger(peek())) throw expected("a number");
    return Number(take());
  };
  return {
    next: (token) => peek() === token,
    take,
    peekName: () => {
      const token = peek();
      return isName(token) ? token : undefined;
    },
    name: () => {
      if (!isName(peek())) throw expected("a name");
      return take();
    },
    integer,
    literal: () => {
      const token = peek();
      if (isInteger(token)) return integer();
      if (token === undefined || !/^['"]/.test(token)) {
        throw expected("a text, a number, a list or range(...)");
      }
      return take().slice(1, -1);
    },
    end: () => {
      if (peek() !== undefined) throw expected("the end of the text");
    },
    expected,
  };
}
