import { assertEquals } from "@std/assert";
import { ROOT } from "../support/root.ts";
import { sourceFiles } from "./source_files.ts";

/** Lists of tensors that were cut or taken apart by place before programs had names. */
const LISTS = "live|results?|rest|args|arch|inputs|tensors|next|moved|outputs?";
const BY_PLACE = new RegExp(
  `\\b(?:${LISTS})\\.slice\\(|\\b(?:${LISTS})\\[\\d|` +
    String
      .raw`const \[[^\]]*\] =\s*(?:[\w.]*[pP]rograms?(?:For\(\w+\))?[.(]|[\w.]+\.fn\()`,
);

Deno.test("no program of nas/ takes or gives tensors by their place in a list", async () => {
  const found: string[] = [];
  for (const { path, text } of await sourceFiles(ROOT)) {
    if (!/^(?:nas|stages)\//.test(path) || path.endsWith("_test.ts")) continue;
    // a map of a network is a value of its layers, and a cell reads its inputs by place
    if (/^nas\/(?:layers|network|genotype|space)\//.test(path)) continue;
    text.split("\n").forEach((line, at) => {
      if (BY_PLACE.test(line)) found.push(`${path}:${at + 1}: ${line.trim()}`);
    });
  }
  assertEquals(found, []);
});

Deno.test("the rule on places finds the ways in which tensors were cut by place", () => {
  for (
    const line of [
      "    live: [...results.slice(2, 6), ...arch],",
      "  const corrections = rest[3 * count]!;",
      "  const [loss, correct] = programs.measure(weights, x);",
      "  const [loss] = programsFor(count).weight(...live);",
      "  const [radius, difference] = steps.mixed.fn(w, vector);",
    ]
  ) {
    assertEquals(BY_PLACE.test(line), true, line);
  }
});
