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
  /** Takes a string or a number. */
  literal(): string | number;
  /** Offset of the next token. */
  offset(): number;
  /** Checks that nothing follows but what closes a line: brackets, quotes and punctuation. */
  end(): void;
  /** Error at the next token. */
  expected(what: string): SyntaxError;
  /** `place:line:column` of an offset, both from 1. */
  locate(offset: number): string;
}

const TOKEN =
  /[uUbB]?(?:'[^'\\\n]*'|"[^"\\\n]*")|[A-Za-z_]\w*|-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|[()[\]{},=:.]/y;
const SPACE = /(?:\s|#[^\n]*|\\\r?\n)*/y;
// the codes are those with which a terminal ends a colour
const CLOSING = /(?:[\s;.,)\]}'"`\\]|#[^\n]*|\p{Cc}\[\d*m)*/uy;

/** A reader of Python source text; errors name the place, line and column (from 1). */
export function createPythonReader(text: string, place: string): PythonReader {
  const match = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const skip = (at: number) => at + match(SPACE, at)!.length;
  const locate = (offset: number) => {
    const lines = text.slice(0, offset).split("\n");
    return `${place}:${lines.length}:${lines.at(-1)!.length + 1}`;
  };

  let position = skip(0);
  /** The next token; undefined at the end of the text. */
  const peek = () => {
    if (position === text.length) return undefined;
    const token = match(TOKEN, position);
    if (token !== undefined) return token;
    const character = String.fromCodePoint(text.codePointAt(position)!);
    throw new SyntaxError(
      `Expected a name, a text, a number or one of ( ) [ ] { } , = : . but found ${
        JSON.stringify(character)
      } in ${locate(position)}`,
    );
  };
  const expected = (what: string) =>
    new SyntaxError(
      `Expected ${what} but found ${peek() ?? "the end of the text"} in ${
        locate(position)
      }`,
    );
  const take = (token?: string) => {
    const found = peek();
    if (found === undefined || (token !== undefined && found !== token)) {
      throw expected(token ?? "a token");
    }
    position = skip(position + found.length);
    return found;
  };
  const takeAs = (kind: RegExp, what: string) => {
    if (!kind.test(peek() ?? "")) throw expected(what);
    return take();
  };
  const isName = (token: string | undefined): token is string =>
    token !== undefined && /^[A-Za-z_]\w*$/.test(token);
  return {
    next: (token) => peek() === token,
    take,
    peekName: () => {
      const token = peek();
      return isName(token) ? token : undefined;
    },
    name: () => takeAs(/^[A-Za-z_]\w*$/, "a name"),
    integer: () => Number(takeAs(/^-?\d+$/, "a number")),
    literal: () => {
      const token = takeAs(
        /^(?:-?\d|[uUbB]?['"])/,
        "a text, a number, a list or range(...)",
      );
      const opening = token.search(/['"]/);
      return opening < 0 ? Number(token) : token.slice(opening + 1, -1);
    },
    offset: () => position,
    end: () => {
      position += match(CLOSING, position)!.length;
      if (peek() !== undefined) throw expected("the end of the text");
    },
    expected,
    locate,
  };
}
