// Writes the charts of reports as SVG, PDF and PNG: `deno task figures results/quickstart/report.html`.
import { basename, dirname, join } from "node:path";
import sharp from "sharp";
import { figurePdf } from "./figure_pdf.ts";
import { figuresOf } from "./figures.ts";

/** Pixels of a PNG for each unit of its chart: enough for a column of a paper. */
const SCALE = 3;

/**
 * Writes the charts of a report beside it, into `figures/`.
 *
 * @param report Path of a `report.html`.
 * @returns Paths of the files.
 * @throws {Error} If there is no report, or one without charts.
 */
export async function writeFigures(report: string): Promise<string[]> {
  const figures = figuresOf(await Deno.readTextFile(report));
  if (figures.length === 0) {
    throw new Error(
      `${report} has no charts`,
    );
  }
  const folder = join(dirname(report), "figures");
  await Deno.mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const { name, svg } of figures) {
    const path = join(folder, name);
    await Deno.writeTextFile(`${path}.svg`, svg);
    await sharp(new TextEncoder().encode(svg), { density: 72 * SCALE })
      .png().toFile(`${path}.png`);
    await Deno.writeFile(`${path}.pdf`, await figurePdf(svg));
    written.push(`${path}.svg`, `${path}.pdf`, `${path}.png`);
  }
  return written;
}

if (import.meta.main) {
  if (Deno.args.length === 0) {
    console.error(
      "Give the path of a report.html: deno task figures results/quickstart/report.html",
    );
    Deno.exit(2);
  }
  for (const report of Deno.args) {
    try {
      const written = await writeFigures(report);
      console.log(
        `wrote ${written.length / 3} charts of ${basename(report)} to ${
          dirname(written[0]!)
        }`,
      );
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      Deno.exit(1);
    }
  }
}
