import {
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { PipelineError } from "../../base/pipeline_error.ts";
import { judge } from "./judge.ts";
import { newBaseline } from "./new_baseline.ts";
import { parseGates } from "./read_gates.ts";
import { parseRows } from "./read_rows.ts";
import { countText, VERDICT_FORMATS } from "./verdict_formats.ts";

const SUMMARY = JSON.stringify({
  rows: [
    { point: { seed: 0 }, method: "darts", top: 0.162, error: 0.61 },
    { point: { seed: 1 }, method: "darts", top: 0.166, error: 0.6 },
    { point: { seed: 0 }, method: "rs", top: 0.104, error: 0.62 },
    { point: { seed: 1 }, method: "rs", top: 0.101, error: null },
  ],
});
const rows = parseRows("summary.json", SUMMARY);

function verdictOf(gate: string, summary: string | undefined = SUMMARY) {
  const { gates } = parseGates("gates.yaml", `gates: [${gate}]`);
  const found = judge(
    gates,
    summary === undefined ? undefined : parseRows("summary.json", summary),
  );
  return `${found[0]!.status}: ${found[0]!.text}`;
}

Deno.test("judge() compares the mean over the rows with the reference", () => {
  const gate = (rest: string) =>
    `{metric: top, where: {method: darts}, ${rest}}`;
  assertEquals(
    verdictOf(gate("reference: 0.164")),
    "pass: found 0.164, off by 0",
  );
  assertEquals(
    verdictOf(gate("reference: 0.17, tolerance: 0.005")),
    "fail: found 0.164, off by -0.006",
  );
  assertEquals(
    verdictOf(gate("reference: 0.17, better: lower")).slice(0, 4),
    "pass",
  );
  assertEquals(
    verdictOf(gate("reference: 0.17, better: higher")).slice(0, 4),
    "fail",
  );
  assertEquals(
    verdictOf(gate("reference: 0.16, better: lower")).slice(0, 4),
    "fail",
  );
  assertEquals(
    verdictOf(gate("reference: 0.16, better: higher")).slice(0, 4),
    "pass",
  );
});

Deno.test("judge() checks a claim about two methods", () => {
  const claim = (rest: string) =>
    `{metric: top, where: {method: rs}, below: {method: darts}${rest}}`;
  assertEquals(verdictOf(claim("")), "pass: found 0.1025 and 0.164");
  assertEquals(verdictOf(claim(", tolerance: 0.1")).slice(0, 4), "fail");
  assertEquals(
    verdictOf("{metric: top, where: {method: rs}, above: {method: darts}}")
      .slice(0, 4),
    "fail",
  );
  assertEquals(
    verdictOf("{metric: top, where: {method: rs}, below: {method: rs}}").slice(
      0,
      4,
    ),
    "fail",
  );
});

Deno.test("judge() fails a value that is not finite", () => {
  const gate =
    "{metric: error, where: {method: rs}, reference: 0.62, tolerance: 9}";
  const text = "fail: found no finite number in one of the runs";
  assertEquals(verdictOf(gate), text);
  for (const token of ["NaN", "Infinity", "-Infinity"]) {
    assertEquals(verdictOf(gate, SUMMARY.replace("null", token)), text);
  }
  assertEquals(
    verdictOf("{metric: error, where: {method: darts}, below: {method: rs}}"),
    "fail: found no finite number in one of the runs in method=rs",
  );
});

Deno.test("judge() fails missing runs, and a missing summary", () => {
  const gate =
    "{metric: top, where: {method: darts}, reference: 0.164, runs: 3}";
  assertEquals(verdictOf(gate), "fail: found 2 of 3 runs");
  assertEquals(
    verdictOf("{metric: top, where: {method: adv}, reference: 0.1}"),
    "fail: found 0 of at least 1 runs",
  );
  const { gates } = parseGates("gates.yaml", `gates: [${gate}]`);
  assertEquals(judge(gates, undefined)[0]!.status, "fail");
  assertEquals(judge(gates, [])[0]!.status, "fail");
});

Deno.test("judge() never fails a figure from memory, nor an optional gate that was not run", () => {
  assertEquals(
    verdictOf(
      "{metric: top, where: {method: darts}, reference: 9, seen: false}",
    ).slice(0, 7),
    "differs",
  );
  assertEquals(
    verdictOf(
      "{metric: top, where: {method: adv}, reference: 9, optional: true}",
    ),
    "absent: not run",
  );
});

Deno.test("judge() rejects metrics and coordinates that no row has", () => {
  const message = (gate: string) =>
    assertThrows(() => verdictOf(gate), PipelineError).message;
  assertEquals(
    message("{metric: tpo, reference: 1}"),
    "gates.yaml:1:9: Expected a metric of the summary (top, error) but found tpo (did you mean top?)",
  );
  assertStringIncludes(
    message("{metric: top, where: {metod: darts}, reference: 1}"),
    "but found metod (did you mean method?)",
  );
});

Deno.test("parseGates() names the place of every mistake", () => {
  const message = (text: string) =>
    assertThrows(() => parseGates("g.yaml", text), PipelineError).message;
  assertMatch(message(""), /^g\.yaml:1:1: Expected a mapping/);
  assertMatch(
    message("gate: []"),
    /g\.yaml:1:1: Expected a key .*did you mean gates/,
  );
  assertMatch(
    message("gates:\n  - metric: top\n    referense: 3"),
    /g\.yaml:3:5: .*did you mean reference/,
  );
  assertMatch(
    message("gates:\n  - { metric: top }"),
    /g\.yaml:2:5: Expected one of reference, below and above in a gate but found 0/,
  );
  assertMatch(
    message("gates: [{ metric: top, reference: 1, tolerance: -1 }]"),
    /at least 0/,
  );
});

Deno.test("parseRows() rejects files that are not summaries", () => {
  for (const text of ["", "{", "null", "{}", '{"rows":[3]}']) {
    assertThrows(() => parseRows("s.json", text), PipelineError, "s.json");
  }
  // A text that only looks like a number stays.
  const [row] = parseRows("s.json", '{"rows":[{"method":"a NaN","x":NaN}]}');
  assertEquals(row, { point: { method: "a NaN" }, metrics: { x: null } });
});

Deno.test("newBaseline() passes on its own rows and fails when a metric moves", () => {
  const text = newBaseline(rows, {
    pipeline: "toy",
    old: undefined,
    change: { date: "2026-01-01", reason: "first" },
    metrics: ["top", "error"],
    groups: [{ method: "darts" }, { method: "rs" }],
  });
  const file = parseGates("b.yaml", text);
  assertEquals(file.history, [{ date: "2026-01-01", reason: "first" }]);
  // The error of rs was not measured in every run.
  assertEquals(file.gates.length, 3);
  assertEquals(countText(judge(file.gates, rows)), "3 passed, 0 failed");
  const moved = parseRows("s.json", SUMMARY.replace("0.162", "0.3"));
  assertEquals(countText(judge(file.gates, moved)), "2 passed, 1 failed");
  const again = newBaseline(moved, {
    pipeline: "toy",
    old: parseGates(
      "b.yaml",
      text + "  - {metric: top, where: {method: rs}, below: {method: darts}}\n",
    ),
    change: { date: "2026-01-02", reason: "moved" },
    metrics: [],
    groups: [],
  });
  const updated = parseGates("b.yaml", again);
  assertEquals(updated.history.map(({ reason }) => reason), ["first", "moved"]);
  assertEquals(countText(judge(updated.gates, moved)), "4 passed, 0 failed");
});

Deno.test("every format names the failed gate and its line", () => {
  const { gates } = parseGates(
    "g.yaml",
    'gates:\n  - { metric: top, where: { method: darts }, reference: 9, source: "<Table 1> | p" }\n  - { metric: top, reference: 0.13325, tolerance: 0.01 }\n',
  );
  const verdicts = judge(gates, rows);
  assertEquals(
    VERDICT_FORMATS.table(verdicts),
    "fail    top of method=darts 9 ± 0       found 0.164, off by -8.836  g.yaml:2\n" +
      "pass    top of all runs 0.13325 ± 0.01  found 0.1333, off by 0\n" +
      "1 passed, 1 failed\n",
  );
  const parsed = JSON.parse(VERDICT_FORMATS.json(verdicts));
  assertEquals(parsed.gates[0].status, "fail");
  assertEquals(parsed.gates[0].line, 2);
  const junit = VERDICT_FORMATS.junit(verdicts);
  assertStringIncludes(junit, 'tests="2" failures="1"');
  assertStringIncludes(junit, "g.yaml:2: found 0.164");
  const markdown = VERDICT_FORMATS.markdown(verdicts);
  assertStringIncludes(markdown, "| **fail** | top of method=darts 9 ± 0 |");
  assertStringIncludes(markdown, "<Table 1> \\| p");
});

Deno.test("the badge is red as soon as one gate fails", () => {
  const badgeOf = (reference: number) =>
    VERDICT_FORMATS.badge(judge(
      parseGates("g.yaml", `gates: [{ metric: top, reference: ${reference} }]`)
        .gates,
      rows,
    ));
  assertStringIncludes(
    badgeOf(0.13325),
    'aria-label="results: 1 passed, 0 failed"',
  );
  assertStringIncludes(badgeOf(9), 'aria-label="results: 0 passed, 1 failed"');
  assertMatch(badgeOf(9), /#cf222e/);
  assertEquals(badgeOf(0.13325).includes("#cf222e"), false);
});
