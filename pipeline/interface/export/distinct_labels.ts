/** A LaTeX text and the name of what made it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Gives labels that several texts define the name of their text in front, where they are defined and where the same text
 * refers to them, so that one document can take them all. Other labels stay as they are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { distinctLabels } from "./distinct_labels.ts";
 *
 * const texts = ["a@1", "b"].map((name) => ({ name, text: `\\label{tab:x} \\ref{tab:x} \\label{${name}}` }));
 * assertEquals(distinctLabels(texts).map(({ text }) => text), [
 *   "\\label{a-1:tab:x} \\ref{a-1:tab:x} \\label{a@1}",
 *   "\\label{b:tab:x} \\ref{b:tab:x} \\label{b}",
 * ]);
 * ```
 */
export function distinctLabels(texts: readonly NamedText[]): NamedText[] {
  const users = Map.groupBy(
    texts.flatMap(({ text }) => [
      ...new Set(
        [...text.matchAll(/\\label\{([^}]*)\}/g)].map(([, one]) => one),
      ),
    ]),
    (label) => label,
  );
  const taken = new Set<string>();
  return texts.map(({ name, text }) => {
    // Of letters that have no meaning in LaTeX.
    const plain = name.replaceAll(/[^A-Za-z0-9]+/g, "-");
    let own = plain;
    for (let count = 2; taken.has(own); count++) own = `${plain}-${count}`;
    taken.add(own);
    const renamed = text.replaceAll(
      /\\(label|ref|pageref|autoref|cref)\{([^}]*)\}/g,
      (whole, command: string, label: string) =>
        (users.get(label)?.length ?? 0) > 1
          ? `\\${command}{${own}:${label}}`
          : whole,
    );
    return { name, text: renamed };
  });
}
