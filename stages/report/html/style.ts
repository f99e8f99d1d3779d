/** Colours of the light theme. */
export const LIGHT = `:root {
  --paper: #ffffff; --card: #f8fafc; --ink: #16202c; --soft: #5b6775; --line: #dfe5ec; --warn: #fff7e0; --warn-line: #e3b341;
  --c0: #0b63b6; --c1: #c2500a; --c2: #0a7d5c; --c3: #a2357a; --c4: #6a5acd; --c5: #7a6400;
}`;

/** Rules of the drawings in charts. */
export const CHART =
  `.chart svg text { font: 12px system-ui, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--soft); }
.chart svg .name { fill: var(--c); font-weight: 600; }
.grid { stroke: var(--line); stroke-width: 1; fill: none; }
.run, .mean, .bar { fill: none; stroke: var(--c); stroke-linejoin: round; stroke-linecap: round; }
.run { stroke-width: 1; opacity: .5; } .mean, .bar { stroke-width: 2.4; }
.c1 .mean { stroke-dasharray: 7 4; } .c2 .mean { stroke-dasharray: 1.5 4; } .c3 .mean { stroke-dasharray: 10 3 2 3; }
.heat { fill: var(--c); }
.band { fill: var(--c); opacity: .14; } .end { fill: var(--c); } .dot { fill: var(--c); stroke: var(--card); stroke-width: 1.5; } .detail { fill: var(--c); opacity: .35; }`;

/**
 * Style of the report: light and dark by the reader's setting, always light on paper. Graphviz writes colours as
 * attributes, so the dark theme replaces them by value.
 */
export const STYLE = `
${LIGHT}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #0f151c; --card: #161e27; --ink: #e6ebf1; --soft: #9aa7b5; --line: #2a3542; --warn: #2b2410; --warn-line: #8a6d1c;
    --c0: #62b0ff; --c1: #ff9a57; --c2: #40cfa3; --c3: #ee8ec8; --c4: #b1a6ff; --c5: #e2c84f;
  }
  svg text:not([fill]):not([class]) { fill: #e6ebf1; }
  svg [fill="#dbeafe"] { fill: #17365c; } svg [fill="#dcfce7"] { fill: #123c26; } svg [fill="#fef3c7"] { fill: #40310c; }
  svg [stroke="#1e40af"] { stroke: #6ea8fe; } svg [stroke="#166534"] { stroke: #4fc27d; } svg [stroke="#92400e"] { stroke: #e0a458; }
  svg [stroke="#1d4ed8"] { stroke: #7db0ff; } svg [fill="#1d4ed8"] { fill: #7db0ff; }
  svg [stroke="#b45309"] { stroke: #f2a65a; } svg [fill="#b45309"] { fill: #f2a65a; }
  svg [stroke="#15803d"] { stroke: #5ed48a; } svg [fill="#15803d"] { fill: #5ed48a; }
  svg [stroke="#b91c1c"] { stroke: #ff8f8f; } svg [fill="#b91c1c"] { fill: #ff8f8f; }
  svg [stroke="#6b7280"] { stroke: #a3adba; } svg [fill="#6b7280"] { fill: #a3adba; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 28px 72px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 12px; letter-spacing: -.01em; }
h2 { font-size: 20px; margin: 44px 0 6px; padding-top: 18px; border-top: 1px solid var(--line); }
h3 { font-size: 15px; margin: 0 0 8px; }
h3 small, .note, caption, figcaption, td small { color: var(--soft); font-weight: 400; }
.lead { font-size: 17px; margin: 0 0 8px; max-width: 96ch; }
.dataset { margin: 0 0 14px; }
.note { margin: 0 0 14px; max-width: 110ch; }
.after { margin: 14px 0 0; }
.limits { background: var(--warn); border-left: 3px solid var(--warn-line); padding: 10px 14px; border-radius: 4px; margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0 0 10px; max-width: min(1064px, calc(100vw - 56px)); }
th, td { text-align: right; padding: 9px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { font-size: 13px; color: var(--soft); font-weight: 600; vertical-align: bottom; border-bottom: 2px solid var(--line); }
th:first-child, tbody th, th.axis { text-align: left; } tbody th { font-weight: 600; white-space: nowrap; }
td b { font-weight: 600; white-space: nowrap; } .comparisons td { white-space: nowrap; } .comparisons td.words { white-space: normal; min-width: 12em; } .comparisons tbody th:first-child { white-space: normal; min-width: min(16em, 40vw); } td small, .results th small { display: block; font-size: 12px; } .results th small { max-width: 24em; white-space: normal; color: var(--soft); font-weight: 400; } td small span { white-space: nowrap; }
.results tbody tr > th:first-child { position: sticky; left: 0; background: var(--paper); }
.settings { font-size: 13px; } .settings td, .settings th { white-space: nowrap; padding: 5px 12px; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 8px; background: var(--c); }
.c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); } .c4 { --c: var(--c4); } .c5 { --c: var(--c5); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(440px, 100%), 1fr)); gap: 18px; margin-top: 20px; }
figure { margin: 0; }
.chart { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px 8px; }
.wide { grid-column: 1 / -1; overflow-x: auto; }
.chart figcaption { font-size: 13.5px; min-height: 3.1em; line-height: 1.4; } .chart figcaption strong { color: var(--ink); }
svg { display: block; width: 100%; height: auto; }
${CHART}
.cell-run { border: 1px solid var(--line); border-left: 4px solid var(--c); border-radius: 8px; background: var(--card); padding: 12px 16px; margin: 0 0 14px; break-inside: avoid; }
.cells { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 18px; align-items: start; }
.cells figcaption { font-size: 13px; }
.dag svg { margin: 8px auto; }
.cells figure, .dag { overflow-x: auto; }
button { font: inherit; font-size: 12px; margin: 8px 0 0; padding: 2px 10px; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
@media screen and (max-width: 700px) {
  main { padding: 24px 16px 48px; } caption { max-width: calc(100vw - 32px); }
  /* A drawing that does not fit is scrolled, as its letters would be too small to read. */
  .cells svg, .dag svg { min-width: calc(.85 * var(--natural)); }
  .chart { padding: 12px 8px 6px; overflow-x: auto; } .chart svg { min-width: 440px; }
}
details { margin-top: 10px; font-size: 13px; } summary { cursor: pointer; color: var(--soft); }
pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; margin: 8px 0 0; }
dl { columns: 3 260px; margin: 10px 0 0; } dl div { break-inside: avoid; display: flex; gap: 8px; justify-content: space-between; border-bottom: 1px dotted var(--line); }
dt { color: var(--soft); } dd { margin: 0; text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
@media print {
  .data, button { display: none; }
  @page { margin: 14mm; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  section, .chart { break-inside: avoid-page; } h2, h3 { break-after: avoid; }
  .charts, .cells { grid-template-columns: 1fr 1fr; }
}
`;
