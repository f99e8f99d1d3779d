// Tables and figures for papers, read by a LaTeX compiler where one is found.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inventedRun } from "../../test/support/stages/invented_run.ts";
import { reportFolder } from "../../test/support/stages/report_context.ts";
import { reportFixture } from "../../test/support/stages/report_fixture.ts";
import { tempFolder } from "../../test/support/temp_folder.ts";
import { figurePdf } from "./figure_pdf.ts";
import { figuresOf } from "./figures.ts";
import { latexTables, unwrittenText } from "./latex_tables.ts";
import { latexText } from "./latex_text.ts";
import { run } from "./run.ts";
import { groupRuns } from "./runs/group_runs.ts";
import type { Run } from "./runs/report_run.ts";

/** Runs a report of five seeds; gives its tables and its charts. */
async function report(title: string) {
  await using folder = await reportFolder(
    reportFixture([0, 1, 2, 3, 4]),
    title,
  );
  await run(folder.context);
  return {
    tables: await folder.read("tables"),
    figures: figuresOf(await folder.read("report")),
  };
}

function hasCompiler(): boolean {
  try {
    return new Deno.Command("pdflatex", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}

const made = await report("Costs & 50 % of \\ε_{1} <a>");

Deno.test("the tables of a report have means, deviations, stars, n and the data", () => {
  const { tables } = made;
  for (
    const part of [
      "\\caption{Costs \\& 50 \\% of \\textbackslash{}$\\varepsilon$\\_\\{1\\} $<$a$>$. Mean $\\pm$ sample",
      "n = 5. Stars: p $<$ 0.05, 0.01, 0.001 in the exact permutation test after Holm's correction",
      "Data: cifar10: 4,000 of 50,000 training and 1,000 of 10,000 test images",
      "Method & Test error & Parameters & MACs & Supernet accuracy & Top eigenvalue & Parameter-free \\\\",
      "DARTS & 42.90 $\\pm$ 0.74 \\% & 120.9 $\\pm$ 2.8 k",
      // p = 0.016 of the test, as the page shows it
      "0.083 $\\pm$ 0.003$^{*}$",
      "SDARTS-RS $-$ DARTS & Top eigenvalue & 5, 5 & $-$0.0550 & $-$6.50 & 0.016 & 0.008 & $<$ 0.001 & 0.063",
      "\\begin{tabular}{lrrrrrr}\n\\toprule",
      "\\begin{tabular}{llrrrrrrr}\n\\toprule",
    ]
  ) assertStringIncludes(tables, part);
  assert(!/NaN|undefined|[^\n -~]/.test(tables), tables);
});

Deno.test("figurePdf() gives the same bytes for a chart, with its letters in them", async () => {
  const { svg } = made.figures.find(({ name }) => name === "attack-gain")!;
  const [first, second] = [await figurePdf(svg), await figurePdf(svg)];
  assertEquals(first, second);
  const text = new TextDecoder("latin1").decode(first);
  assert(text.startsWith("%PDF-") && text.includes("/FontFile2"));
  assert(text.includes("/MediaBox [0 0 375 217.5]"), text.slice(0, 400));
});

/** A table with letters of many alphabets, in its title and at its axes. */
const ODD = groupRuns(
  ["α", "größe", "中文", "naïve ½ x₂²", "Δµ→∞ “ok”…"].map((name, seed) =>
    tested({ [`λ${seed % 2}`]: name, seed }, 0.3)
  ),
);
const LETTERS = latexTables("Σ 結果 Łódź", ODD);

Deno.test("tables write every letter in ASCII, and the log names those that become numbers", () => {
  assert(!/[^\n -~]/.test(LETTERS), LETTERS);
  for (
    const part of [
      "\\caption{$\\Sigma$ U+7D50U+679C \\L{}\\'{o}d\\'{z}.",
      "$\\alpha$",
      'gr\\"{o}\\ss{}e',
      "U+4E2DU+6587",
      'na\\"{i}ve 1/2 x$_{2}$$^{2}$',
      "$\\Delta$$\\mu$$\\to$$\\infty$ ``ok''\\dots{}",
    ]
  ) assertStringIncludes(LETTERS, part);
  assertEquals(
    unwrittenText("結", ODD),
    "the tables for LaTeX write 結 as U+7D50, 中 as U+4E2D, 文 as U+6587, as pdflatex has no such letters",
  );
  assertEquals(unwrittenText("αé", []), "");
});

Deno.test({
  name: "a LaTeX compiler reads the tables and the figures of a report",
  ignore: !hasCompiler(),
  fn: async () => {
    using folder = tempFolder();
    const { tables, figures } = made;
    Deno.writeTextFileSync(`${folder.path}/tables.tex`, tables + LETTERS);
    const drawn = figures.slice(0, 2);
    for (const [i, { svg }] of drawn.entries()) {
      Deno.writeFileSync(`${folder.path}/${i}.pdf`, await figurePdf(svg));
    }
    const figure = (_: unknown, i: number) => `\\includegraphics{${i}.pdf}`;
    Deno.writeTextFileSync(
      `${folder.path}/paper.tex`,
      `\\documentclass{article}\\usepackage{booktabs,graphicx}\\begin{document}
\\input{tables}${drawn.map(figure).join("\n")}\\end{document}`,
    );
    const { success, stdout } = await new Deno.Command("pdflatex", {
      args: ["-interaction=nonstopmode", "-halt-on-error", "paper.tex"],
      cwd: folder.path,
      stdout: "piped",
    }).output();
    const log = new TextDecoder("latin1").decode(stdout);
    assert(success, log);
    assertStringIncludes(log, "Output written on paper.pdf");
  },
});

Deno.test("latexText() leaves nothing that LaTeX would read", () => {
  assertEquals(
    latexText("[1] * a_b ^ {c} #1 $2 ~ | s3 · DARTS – 4 × 2"),
    "{[}1] {*} a\\_b \\textasciicircum{} \\{c\\} \\#1 \\$2 \\textasciitilde{} $|$ s3 $\\cdot$ DARTS -- 4 $\\times$ 2",
  );
});

Deno.test("tables call a permutation test exact only where it counts every division", () => {
  const text = (seeds: number) =>
    latexTables(
      "Sweep",
      groupRuns(
        ["darts", "pc-darts"].flatMap((method) =>
          Array.from({ length: seeds }, (_, seed) =>
            tested({ method, seed }, 0.3 + 0.001 * seed))
        ),
      ),
    );
  assertStringIncludes(text(10), "p: exact permutation test after Holm");
  assertStringIncludes(text(11), "p: permutation test (with random divisions");
});

/** A test error at a point: of a search, or of a choice among searches. */
function tested(point: Run["point"], top1Error: number, choice?: string): Run {
  return inventedRun(point, {
    top1Error,
    unit: JSON.stringify([point, choice]),
    methods: [String(point["method"] ?? "darts")],
    ...(choice === undefined ? {} : { choice: { rule: choice, pool: "2" } }),
  });
}

Deno.test("the row of a selected cell is told from that of the mean, in a sweep of one method too", () => {
  const rows = latexTables(
    "Sweep",
    groupRuns([0.1, 0.2].flatMap((rate) => [
      tested({ rate, seed: 0 }, 0.3),
      tested({ rate, seed: 1 }, 0.5),
      tested({ rate }, 0.3, "least error"),
    ])),
  ).split("\n").filter((line) => /^0\.\d &/.test(line));
  assertEquals(
    rows.map((row) => row.split(" & ").slice(0, -1).join(" & ")).toSorted(),
    [
      "0.1 & DARTS",
      "0.1 & DARTS, selected",
      "0.2 & DARTS",
      "0.2 & DARTS, selected",
    ],
  );
});
