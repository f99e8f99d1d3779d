import type { Verdict } from "./judge.ts";

/** Formats of the verdicts by name. */
export const VERDICT_FORMATS = {
  /** Aligned lines for people. */
  table,
  /** One JSON object. */
  json,
  /** JUnit XML: a test case for each gate. */
  junit,
  /** Markdown for a pull request. */
  markdown,
  /** An SVG of one line for a README. */
  badge,
} as const;

/** Counts in one line: `12 passed, 1 failed`. */
export function countText(verdicts: readonly Verdict[]): string {
  const count = (status: Verdict["status"]) =>
    verdicts.filter((verdict) => verdict.status === status).length;
  const more = [
    [count("differs"), "figures from memory missed"],
    [count("absent"), "not run"],
  ] as const;
  return [
    `${count("pass")} passed, ${count("fail")} failed`,
    ...more.filter(([n]) => n > 0).map(([n, text]) => `${n} ${text}`),
  ].join(", ");
}

function place({ gate }: Verdict): string {
  return `${gate.file}:${gate.place.line}`;
}

function table(verdicts: readonly Verdict[]): string {
  const width = Math.max(0, ...verdicts.map(({ asked }) => asked.length));
  const lines = verdicts.map((verdict) =>
    `${verdict.status.padEnd(7)} ${
      verdict.asked.padEnd(width)
    }  ${verdict.text}  ${verdict.status === "fail" ? place(verdict) : ""}`
      .trimEnd()
  );
  return `${[...lines, countText(verdicts)].join("\n")}\n`;
}

function json(verdicts: readonly Verdict[]): string {
  const gates = verdicts.map(({ gate, asked, status, found, runs, text }) => ({
    file: gate.file,
    line: gate.place.line,
    asked,
    status,
    found,
    runs,
    text,
    source: gate.source ?? null,
  }));
  return `${JSON.stringify({ gates, counts: countText(verdicts) }, null, 1)}\n`;
}

function junit(verdicts: readonly Verdict[]): string {
  const cases = verdicts.map((verdict) => {
    const { asked, status, text, gate } = verdict;
    const head = `<testcase name="${escape(asked)}" classname="${
      escape(gate.file)
    }"`;
    if (status === "fail") {
      return `${head}><failure message="${escape(text)}">${
        escape(`${place(verdict)}: ${text}`)
      }</failure></testcase>`;
    }
    if (status === "pass") return `${head}/>`;
    return `${head}><skipped message="${
      escape(`${status}: ${text}`)
    }"/></testcase>`;
  });
  const failures = verdicts.filter(({ status }) => status === "fail").length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="regress" tests="${verdicts.length}" failures="${failures}">\n${
    cases.join("\n")
  }\n</testsuite></testsuites>\n`;
}

function markdown(verdicts: readonly Verdict[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = verdicts.map(({ status, asked, text, gate }) =>
    `| ${status === "fail" ? "**fail**" : status} | ${cell(asked)} | ${
      cell(text)
    } | ${cell(gate.source ?? "")} |`
  );
  return `${
    [
      `**Regression gates:** ${countText(verdicts)}`,
      "",
      "| | Gate | Found | Source |",
      "|---|---|---|---|",
      ...rows,
    ].join("\n")
  }\n`;
}

/** Units of the badge that a character of its text takes; `textLength` fits the font to it. */
const CHARACTER = 6.4;

function badge(verdicts: readonly Verdict[]): string {
  const isGreen = verdicts.every(({ status }) => status !== "fail");
  const texts = ["results", countText(verdicts)];
  const widths = texts.map((text) => Math.round(CHARACTER * text.length));
  const [left = 0, right = 0] = widths.map((width) => width + 12);
  const boxes = texts.map((text, index) => {
    const x = index === 0 ? 0 : left;
    const colour = index === 0 ? "#555" : isGreen ? "#1a7f37" : "#cf222e";
    return `<rect x="${x}" width="${
      index === 0 ? left : right
    }" height="20" fill="${colour}"/><text x="${x + 6}" y="14" textLength="${
      widths[index]
    }">${escape(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${
    left + right
  }" height="20" role="img" aria-label="${
    escape(texts.join(": "))
  }"><g font-family="Verdana,sans-serif" font-size="11" fill="#fff">${
    boxes.join("")
  }</g></svg>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
