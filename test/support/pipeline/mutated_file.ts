/** A pipeline file of toy stages that uses most of what there is. */
export const FULL_FILE = `name: toy
matrix: { method: [darts, sdarts-rs], seed: [1, 2], exclude: [{ seed: 1, method: darts }] }
overrides: [{ where: { seed: 2 }, with: { num: { value: 3 } } }]
profiles:
  ci: { matrix: { seed: [1], lr: { range: [0.1, 1], log: true }, sample: 2 } }
stages:
  num: { use: number, with: { value: $seed, method: $method } }
  sq: &a { use: square, needs: { number: num }, timeout: 3s, retries: 1 }
  run:
    use: command
    run: [echo, $seed, "\${param.x}", "\${input.n}", "\${output.o}"]
    needs: { n: sq }
    with: { x: 1 }
    env: [HOME]
    outputs: { o: a/b, p: { path: c, kind: d, show: true } }
    resources: { cpus: 1, memory: 1G, gpus: 0 }
  all:
    use: total
    needs: { numbers: ["sq[*]", "num[*]"] }
    publish: true
`;
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  ":",
  "\n",
  "  ",
  "\t",
  "&a",
  "*a",
  "$",
  "!!",
  "<<",
  "no",
  "0o7",
  '"',
  "'",
  "#",
  "null",
  "- ",
  "|",
  "\u0000",
  "1e999",
  "__proto__",
];

/** A small generator (mulberry32) so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text with one to three random changes; the seed repeats them. */
export function mutate(text: string, seed: number): string {
  const random = seededRandom(seed);
  let mutated = text;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const at = Math.floor(random() * mutated.length);
    const length = random() < 0.5 ? 0 : Math.floor(random() * 12);
    const piece = random() < 0.3
      ? ""
      : PIECES[Math.floor(random() * PIECES.length)] ?? "";
    mutated = mutated.slice(0, at) + piece + mutated.slice(at + length);
  }
  return mutated;
}
