import { mean } from "../../common/moments.ts";
import { ROOT } from "../support/root.ts";

/** A search of a study, as its `summary.json` lists it. */
interface StudyRow {
  readonly group: string;
  readonly seed: number;
  readonly hessian_top: number | null;
  readonly benchmark_test_error: number | null;
}

/** A panel of the picture: one metric of one study. */
interface Panel {
  readonly study: string;
  readonly metric: "hessian_top" | "benchmark_test_error";
  readonly title: string;
  /** Upper end of the vertical axis; the lower one is 0. */
  readonly top: number;
  readonly format: (value: number) => string;
}

const decimals = (digits: number) => (value: number) => value.toFixed(digits);

const PANELS: readonly Panel[] = [
  {
    study: "s3",
    metric: "hessian_top",
    title: "S3: largest eigenvalue",
    top: 0.3,
    format: decimals(2),
  },
  {
    study: "nasbench1shot1",
    metric: "hessian_top",
    title: "NAS-Bench-1Shot1: largest eigenvalue",
    top: 1.6,
    format: decimals(1),
  },
  {
    study: "nasbench201-budget",
    metric: "benchmark_test_error",
    title: "NAS-Bench-201: tabulated test error",
    top: 0.8,
    format: (value) => `${(100 * value).toFixed(0)} %`,
  },
];

/** Description of the picture for readers who cannot see it. */
export const DESCRIPTION =
  "Largest eigenvalue of the Hessian in S3 and NAS-Bench-1Shot1, and test error in NAS-Bench-201, by method and seed";

const METHODS = ["DARTS", "SDARTS-RS", "SDARTS-ADV"];
const [WIDTH, HEIGHT, LEFT, BOTTOM, HEAD] = [300, 230, 44, 196, 34];

const STYLE = `text { font: 11px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 } .tick { fill: #57606a } .grid { stroke: #d0d7de }
.m0 { fill: #b35900 } .m1 { fill: #0969da } .m2 { fill: #1a7f37 } .mean { stroke: currentColor; stroke-width: 2; color: #24292f }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .tick { fill: #9198a1 } .grid { stroke: #3d444d }
.m0 { fill: #f0883e } .m1 { fill: #58a6ff } .m2 { fill: #3fb950 } .mean { color: #e6edf3 } }`;

/** Rows of a committed study. */
function rowsOf(study: string): StudyRow[] {
  const path = `${ROOT}/results/studies/${study}/summary.json`;
  return JSON.parse(Deno.readTextFileSync(path)).rows;
}

/**
 * The README's picture: what the committed studies found, one dot for each seed and a bar at the mean. A test keeps the
 * committed file equal to this text.
 *
 * @returns An SVG that follows the reader's light or dark theme.
 */
export function claimPicture(): string {
  const panels = PANELS.map((panel, index) =>
    `<g transform="translate(${index * WIDTH},0)">\n${draw(panel)}\n</g>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${
    PANELS.length * WIDTH
  } ${HEIGHT}" role="img" aria-label="${DESCRIPTION}">
<style>${STYLE}</style>
${panels.join("\n")}
</svg>
`;
}

/** Mean of the largest eigenvalue after DARTS, SDARTS-RS and SDARTS-ADV in a committed study. */
export function meanEigenvalues(study: string): number[] {
  const rows = rowsOf(study);
  return METHODS.map((method) => mean(valuesOf(rows, method, "hessian_top")));
}

/** Values of a metric, one for each seed of a method. */
function valuesOf(
  rows: readonly StudyRow[],
  method: string,
  metric: Panel["metric"],
): number[] {
  return rows.filter(({ group }) => group === method)
    .map((row) => row[metric]).filter((value) => value !== null);
}

function draw({ study, metric, title, top, format }: Panel): string {
  const rows = rowsOf(study);
  const y = (value: number) => round(BOTTOM - value / top * (BOTTOM - HEAD));
  const step = (WIDTH - LEFT - 8) / METHODS.length;
  const ticks = [0, 0.5, 1].map((share) =>
    `<path class="grid" d="M${LEFT},${y(share * top)}H${
      WIDTH - 8
    }"/><text class="tick" text-anchor="end" x="${LEFT - 6}" y="${
      y(share * top) + 4
    }">${format(share * top)}</text>`
  );
  const columns = METHODS.map((method, index) => {
    const values = valuesOf(rows, method, metric);
    const centre = round(LEFT + step * (index + 0.5));
    const apart = Math.min(7, step / values.length);
    const dots = values.map((value, seed) =>
      `<circle class="m${index}" cx="${
        round(centre + apart * (seed - (values.length - 1) / 2))
      }" cy="${y(value)}" r="${apart < 7 ? 3 : 4}"/>`
    );
    return `${dots.join("")}<path class="mean" d="M${centre - 20},${
      y(mean(values))
    }h40"/><text text-anchor="middle" x="${centre}" y="${
      BOTTOM + 20
    }">${method}</text>`;
  });
  return `<text class="title" x="4" y="16">${title}</text>\n${
    [...ticks, ...columns].join("\n")
  }`;
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
