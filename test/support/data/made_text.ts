import { join } from "node:path";
import { randomStream } from "../../../engine/philox.ts";

/**
 * A text in which each word tells the next one, but for the first of a line: `one two three ...` from a random word on.
 *
 * @param lines Number of lines, of 3 to 7 words.
 */
export function madeText(lines: number, seed = 0): string {
  const words = ["zero", "one", "two", "three", "four", "five", "six", "<unk>"];
  const stream = randomStream({ seed, stream: "made text" });
  return Array.from({ length: lines }, () => {
    const first = stream.below(words.length);
    const length = 3 + stream.below(5);
    return ` ${
      Array.from(
        { length },
        (_, i) => words[(first + i) % words.length],
      ).join(" ")
    } \n`;
  }).join("");
}

/** Writes `train.txt`, `valid.txt` and `test.txt` with such texts into a folder. */
export function writeMadeTexts(
  folder: string,
  lines: {
    readonly train: number;
    readonly valid: number;
    readonly test: number;
  },
): void {
  Object.entries(lines).forEach(([part, count], seed) =>
    Deno.writeTextFileSync(join(folder, `${part}.txt`), madeText(count, seed))
  );
}
