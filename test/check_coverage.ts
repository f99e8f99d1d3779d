// Prints the share of lines of each folder that tests reached, and ends with 1 where a folder falls below its floor:
// `deno task test:coverage`. It reads the lcov report on standard input.
import { relative } from "node:path";
import { ROOT } from "./support/root.ts";

/** Least percentage of lines, a point or so below what was measured. */
const FLOORS: Readonly<Record<string, number>> = {
  common: 88,
  datasets: 94,
  engine: 95,
  nas: 97,
  pipeline: 91,
  stages: 95,
};

/** Lines of each top folder, and how many of them were run. */
function linesByFolder(
  report: string,
): Map<string, { lines: number; run: number }> {
  const found = new Map<string, { lines: number; run: number }>();
  let counts = { lines: 0, run: 0 };
  for (const line of report.split("\n")) {
    const [kind, value = ""] = line.split(":", 2);
    if (kind === "SF") {
      const folder = relative(ROOT, value).split("/")[0]!;
      counts = found.get(folder) ?? { lines: 0, run: 0 };
      found.set(folder, counts);
    }
    if (kind === "DA") {
      counts.lines++;
      if (!value.endsWith(",0")) counts.run++;
    }
  }
  return found;
}

const found = linesByFolder(await new Response(Deno.stdin.readable).text());
let failed = false;
for (const [folder, floor] of Object.entries(FLOORS)) {
  const { lines, run } = found.get(folder) ?? { lines: 0, run: 0 };
  const percent = lines === 0 ? 0 : 100 * run / lines;
  const low = percent < floor;
  failed ||= low;
  console.log(
    `${folder.padEnd(9)} ${percent.toFixed(1)} % of ${lines} lines${
      low ? `, below its floor of ${floor} %` : ""
    }`,
  );
}
if (failed) Deno.exit(1);
