/** Characters that have a meaning in LaTeX, or need a package, and how to write them. */
const WRITTEN: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "±": "$\\pm$",
  "−": "$-$",
  "–": "--",
  "—": "---",
  "·": "$\\cdot$",
  "×": "$\\times$",
  "<": "$<$",
  ">": "$>$",
  "|": "$|$",
  // Behind the end of a row these would be arguments of it.
  "[": "{[}",
  "*": "{*}",
  "≤": "$\\le$",
  "≥": "$\\ge$",
  "≈": "$\\approx$",
  "≠": "$\\ne$",
  "→": "$\\to$",
  "∞": "$\\infty$",
  "√": "$\\surd$",
  "∂": "$\\partial$",
  "∇": "$\\nabla$",
  "°": "$^\\circ$",
  "…": "\\dots{}",
  "⁄": "/",
  "‘": "`",
  "’": "'",
  "“": "``",
  "”": "''",
  "\u00a0": "~",
  "ß": "\\ss{}",
  "æ": "\\ae{}",
  "Æ": "\\AE{}",
  "œ": "\\oe{}",
  "Œ": "\\OE{}",
  "ø": "\\o{}",
  "Ø": "\\O{}",
  "ł": "\\l{}",
  "Ł": "\\L{}",
  "ı": "\\i{}",
};

/** Greek letters by the commands that write them; those of Latin shape have none. */
const GREEK = new Map(
  Object.entries({
    alpha: "α",
    beta: "β",
    gamma: "γ",
    delta: "δ",
    varepsilon: "ε",
    zeta: "ζ",
    eta: "η",
    theta: "θ",
    iota: "ι",
    kappa: "κ",
    lambda: "λ",
    mu: "μ",
    nu: "ν",
    xi: "ξ",
    pi: "π",
    rho: "ρ",
    sigma: "σ",
    varsigma: "ς",
    tau: "τ",
    upsilon: "υ",
    varphi: "φ",
    chi: "χ",
    psi: "ψ",
    omega: "ω",
    Gamma: "Γ",
    Delta: "Δ",
    Theta: "Θ",
    Lambda: "Λ",
    Xi: "Ξ",
    Pi: "Π",
    Sigma: "Σ",
    Upsilon: "Υ",
    Phi: "Φ",
    Psi: "Ψ",
    Omega: "Ω",
  }).map(([command, letter]) => [letter, `$\\${command}$`]),
);

/** Accents behind their letter, and the commands that write them in front of it. */
const ACCENTS: Readonly<Record<string, string>> = {
  "\u0300": "`",
  "\u0301": "'",
  "\u0302": "^",
  "\u0303": "~",
  "\u0304": "=",
  "\u0306": "u",
  "\u0307": ".",
  "\u0308": '"',
  "\u030a": "r",
  "\u030b": "H",
  "\u030c": "v",
  "\u0327": "c",
};

/**
 * A text as LaTeX writes it, in ASCII, which every compiler reads: Greek letters by their commands, accents over Latin
 * letters, raised and lowered digits. Other letters, such as Chinese ones, are written by their numbers: `U+4E2D`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { latexText } from "./latex_text.ts";
 *
 * assertEquals(latexText("α_1 é 中"), "$\\alpha$\\_1 \\'{e} U+4E2D");
 * ```
 */
export function latexText(text: string): string {
  return text.normalize("NFC").replaceAll(
    /[^\n -~]|[\\{}$&#_%~^<>|[*]/gu,
    written,
  );
}

/** Letters of a text that {@linkcode latexText} writes by their numbers, each once. */
export function unwrittenLetters(text: string): string[] {
  return [...new Set(text.normalize("NFC"))].filter((character) =>
    /[^\n -~]/u.test(character) && written(character).startsWith("U+")
  );
}

function written(character: string): string {
  const known = WRITTEN[character] ?? GREEK.get(character);
  if (known !== undefined) return known;
  if (/[ -~]/.test(character)) return `\\${character}`;
  // The micro sign, digits above and below, and letters of full width are others in another form.
  const plain = character.normalize("NFKC");
  if (/^\d$/.test(plain)) {
    return `$${/[₀-₉]/.test(character) ? "_" : "^"}{${plain}}$`;
  }
  if (plain !== character) return latexText(plain);
  const [letter = "", accent = "", ...more] = character.normalize("NFD");
  const command = ACCENTS[accent];
  if (/[A-Za-z]/.test(letter) && command !== undefined && more.length === 0) {
    return `\\${command}{${letter}}`;
  }
  const code = character.codePointAt(0)!.toString(16).toUpperCase();
  return `U+${code.padStart(4, "0")}`;
}
