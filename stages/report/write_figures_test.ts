import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { basename } from "node:path";
import sharp from "sharp";
import { reportFolder } from "../../test/support/stages/report_context.ts";
import { reportFixture } from "../../test/support/stages/report_fixture.ts";
import { lineChart } from "./charts/line_chart.ts";
import { figuresOf } from "./figures.ts";
import { run } from "./run.ts";
import { writeFigures } from "./write_figures.ts";

Deno.test("writeFigures() writes every chart as SVG, PDF and PNG, in the colours of its groups", async () => {
  await using folder = await reportFolder(reportFixture());
  await run(folder.context);
  const html = await folder.read("report");
  const written = await writeFigures(folder.path("report"));
  const charts = html.match(/<figure class="chart/g)!.length;
  assertEquals(written.length, 3 * charts);
  const names = written.map((path) => basename(path));
  assertEquals(new Set(names).size, names.length);
  assert(names.includes("validation-accuracy.svg"), `${names}`);
  for (const path of written.filter((path) => path.endsWith(".svg"))) {
    const svg = await Deno.readTextFile(path);
    assert(!svg.includes("var("), path);
    assert(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width='));
  }
  const png = written.find((path) => path.endsWith("validation-accuracy.png"))!;
  const { data, info } = await sharp(png).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  assertEquals(info.width, 1500);
  const seen = new Set<string>();
  for (let at = 0; at < data.length; at += 3) {
    seen.add(
      [...data.subarray(at, at + 3)].map((byte) =>
        byte.toString(16).padStart(2, "0")
      ).join(""),
    );
  }
  // blue, orange and green of the three methods, on white
  for (const colour of ["ffffff", "0b63b6", "c2500a", "0a7d5c"]) {
    assert(seen.has(colour), colour);
  }
});

Deno.test("figuresOf() colours a band, which has the class of its group itself", () => {
  const run = (label: string, y: number) => ({
    label,
    samples: [[0, 0], [1, y]] as const,
  });
  const chart = lineChart({
    title: "a",
    caption: "b",
    x: "x",
    y: "y",
    format: String,
    groups: [{ label: "c", colour: 1, runs: [run("d", 1), run("e", 3)] }],
    spread: { least: 0 },
  })!;
  const [{ svg = "" } = {}] = figuresOf(chart.text);
  assertStringIncludes(svg, 'class="band c1"');
  assertMatch(svg, /\.c1\.band \{ fill: #c2500a;/);
});

Deno.test("writeFigures() refuses what is no report, and figuresOf() tells equal titles apart", async () => {
  const path = await Deno.makeTempFile({ suffix: ".html" });
  await assertRejects(() => writeFigures(path), Error, "has no charts");
  await Deno.remove(path);
  const chart =
    '<figure class="chart"><figcaption><strong>A &#38; b.</strong> x</figcaption>\n<svg viewBox="0 0 5 6" role="img"><title>t</title></svg></figure>';
  assertEquals(
    figuresOf(chart + chart).map(({ name }) => name),
    ["a-b", "a-b-2"],
  );
});
