/** Style of the page, in the colours of the report: light and dark by the reader's setting. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --card: #f8fafc; --ink: #16202c; --soft: #5b6775; --line: #dfe5ec; --warn: #fff7e0; --warn-line: #e3b341;
  --c0: #0b63b6; --c1: #c2500a; --c2: #0a7d5c; --c3: #a2357a; --c4: #6a5acd; --c5: #7a6400;
  --failed: #b91c1c; --failed-soft: #fde8e8; --running: #1d4ed8; --running-soft: #dbeafe;
  --done: #15803d; --done-soft: #dcfce7; --cached: #4b6b57; --cached-soft: #eef5f0; --waiting: #5b6775; --waiting-soft: #f1f4f8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f151c; --card: #161e27; --ink: #e6ebf1; --soft: #9aa7b5; --line: #2a3542; --warn: #2b2410; --warn-line: #8a6d1c;
    --c0: #62b0ff; --c1: #ff9a57; --c2: #40cfa3; --c3: #ee8ec8; --c4: #b1a6ff; --c5: #e2c84f;
    --failed: #ff8f8f; --failed-soft: #40181c; --running: #7db0ff; --running-soft: #17305c;
    --done: #5ed48a; --done-soft: #12361f; --cached: #9fbfa9; --cached-soft: #17241c; --waiting: #9aa7b5; --waiting-soft: #1a232e;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.page { max-width: 1180px; margin: 0 auto; padding: 20px 24px 64px; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; border-bottom: 1px solid var(--line); margin-bottom: 18px; }
h1 { font-size: 22px; margin: 0; letter-spacing: -.01em; overflow-wrap: anywhere; }
.file { color: var(--soft); margin: 0; font-size: 13px; overflow-wrap: anywhere; flex: 1 1 160px; }
nav { display: flex; gap: 4px; }
nav a { padding: 8px 12px; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
nav a[aria-current] { color: var(--ink); border-color: var(--c0); font-weight: 600; }
a:focus-visible, button:focus-visible, select:focus-visible, pre:focus-visible, .box:focus-visible .body, input:focus-visible { outline: 2px solid var(--c0); outline-offset: 1px; }
.plain, .sum { color: var(--soft); } .sum { margin: 0 0 12px; }
small { color: var(--soft); font-weight: 400; font-size: 12.5px; }
.limits { background: var(--warn); border-left: 3px solid var(--warn-line); padding: 10px 14px; border-radius: 4px; margin: 0 0 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
.run { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px 12px; margin: 0 0 12px; }
.run p { margin: 0 0 6px; overflow-wrap: anywhere; }
progress { appearance: none; width: 100%; height: 6px; border: 0; border-radius: 3px; background: var(--line); overflow: hidden; display: block; }
progress::-webkit-progress-bar { background: var(--line); } progress::-webkit-progress-value { background: var(--running); border-radius: 3px; }
progress::-moz-progress-bar { background: var(--running); border-radius: 3px; }
.card { border: 1px solid var(--line); border-radius: 8px; }
.dag { overflow-x: auto; margin: 0 0 16px; padding: 8px 0; } .dag.empty { height: 120px; }
.dag svg { display: block; margin: 0 auto; overflow: visible; max-width: 100%; height: auto; }
.arrow { fill: none; stroke: var(--soft); opacity: .6; } .tip { fill: var(--soft); }
.box { cursor: pointer; --state: var(--waiting); --fill: var(--waiting-soft); }
.box .body, .box .behind { fill: var(--fill); stroke: var(--state); } .box .behind { opacity: .55; }
.box:hover .body { stroke-width: 2; }
.box text { fill: var(--ink); font: 13px system-ui, "Segoe UI", Roboto, Arial, sans-serif; } .box .head { font-weight: 600; } .box .counts { fill: var(--soft); font-size: 11.5px; }
.track { fill: var(--line); } .share { fill: var(--state); }
.failed { --state: var(--failed); --fill: var(--failed-soft); } .running { --state: var(--running); --fill: var(--running-soft); }
.done { --state: var(--done); --fill: var(--done-soft); } .cached { --state: var(--cached); --fill: var(--cached-soft); } .waiting { --state: var(--waiting); --fill: var(--waiting-soft); }
.stages { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.stage + .stage { border-top: 1px solid var(--line); }
.stage .line { display: grid; grid-template-columns: 210px 1fr 250px 76px; gap: 14px; align-items: center; width: 100%; padding: 10px 14px; border: 0; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
.stage .line:hover { background: var(--card); } .stage .name { overflow-wrap: anywhere; } .stage .line .name::before { content: "▸"; color: var(--soft); margin-right: 8px; } .stage .line[aria-expanded="true"] .name::before { content: "▾"; }
.shares { display: flex; gap: 1px; height: 8px; border-radius: 4px; overflow: hidden; background: var(--line); } .shares i { background: var(--state); flex: 0 1 0; min-width: 3px; } .shares i.waiting { background: var(--line); }
.counts { color: var(--soft); font-size: 13px; } .time { color: var(--soft); font-size: 13px; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.instances { list-style: none; margin: 0 0 12px; padding: 6px 14px; } .stage .instances { margin: 0; background: var(--card); border-top: 1px solid var(--line); }
.instance { display: grid; grid-template-columns: 92px minmax(150px, 260px) 1fr auto 34px; gap: 12px; align-items: baseline; padding: 4px 0; font-size: 13.5px; }
.instance .name { overflow-wrap: anywhere; } .instance .note { color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; min-width: 0; white-space: pre-wrap; font-variant-numeric: tabular-nums; } .instance progress { margin: 4px 0 2px; }
.state { font-size: 12px; font-weight: 600; color: var(--state); background: var(--fill); border-radius: 10px; padding: 1px 9px; justify-self: start; white-space: nowrap; }
.link { border: 0; background: none; padding: 0; font: inherit; color: var(--c0); cursor: pointer; text-decoration: underline; text-underline-offset: 2px; }
.controls { display: flex; flex-wrap: wrap; gap: 10px 18px; align-items: center; margin: 0 0 16px; font-size: 13.5px; }
.menu { display: inline-flex; gap: 8px; align-items: center; min-width: 0; max-width: 100%; } .menu span, legend { color: var(--soft); }
select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 5px 8px; min-width: 0; max-width: min(440px, 100%); }
.ticks { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; min-width: 0; } .ticks legend { float: left; padding: 0; margin-right: 8px; }
.tick { display: inline-flex; gap: 6px; align-items: center; border: 1px solid var(--line); border-radius: 14px; padding: 2px 10px 2px 7px; cursor: pointer; color: var(--soft); overflow-wrap: anywhere; } .tick.on { color: var(--ink); background: var(--card); border-color: var(--soft); }
.tick input { accent-color: var(--c0); margin: 0; flex: none; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(440px, 100%), 1fr)); gap: 16px; }
figure { margin: 0; } .chart { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px 8px; min-width: 0; }
figcaption { font-weight: 600; font-size: 13.5px; margin-bottom: 4px; overflow-wrap: anywhere; } .plot { min-width: 0; overflow: hidden; min-height: 252px; }
.values { margin: 0; min-height: 1.4em; font-size: 12px; color: var(--soft); overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 0 10px; font-size: 13px; } .legend span { overflow-wrap: anywhere; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 7px; background: var(--c); }
.c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); } .c4 { --c: var(--c4); } .c5 { --c: var(--c5); }
.scroll { overflow-x: auto; margin-top: 18px; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } caption { text-align: left; color: var(--soft); padding: 0 0 8px; font-size: 13.5px; }
th, td { text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; } th:first-child { text-align: left; } thead th { font-size: 13px; color: var(--soft); font-weight: 600; } tbody th { font-weight: 600; }
.canvases { overflow-x: auto; } .canvases > div { position: relative; touch-action: pan-x pan-y; } .canvases canvas { position: absolute; inset: 0; }
.chart .controls { margin: 0 0 6px; } .chart.wide { margin-top: 16px; } .lit { margin: 6px 0 0; }
.sort { border: 0; background: none; padding: 0; font: inherit; color: inherit; cursor: pointer; } .sort i { display: inline-block; width: 1em; font-style: normal; } .sort:focus-visible, .link:focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
.sweep th, .sweep td { text-align: right; } .sweep .states { text-align: left; } .sweep tbody tr:hover { background: var(--card); } .more { margin: 10px 0; }
.correlations th, .correlations td { padding: 4px 8px; } .correlations .bar { width: 45%; position: relative; background: linear-gradient(var(--line), var(--line)) 50% / 1px 100% no-repeat; } .correlations .bar i { position: absolute; top: 8px; bottom: 8px; background: var(--c0); border-radius: 2px; }
.log { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; height: min(70vh, 720px); overflow-y: auto; }
@media (max-width: 700px) {
  .page { padding: 12px 14px 48px; } nav a { padding: 8px 9px; } nav { width: 100%; }
  .stage .line { grid-template-columns: 1fr auto; gap: 6px 10px; } .stage .shares { grid-column: 1 / -1; order: 3; } .stage .counts { grid-column: 1 / -1; order: 4; }
  .instance { grid-template-columns: auto 1fr auto; gap: 4px 10px; padding: 8px 0; } .instance .name { grid-column: 2 / -1; } .instance .note { grid-column: 1 / -1; order: 4; } .instance .time { order: 5; grid-column: 1 / 3; text-align: left; } .instance .link { order: 6; }
}
`;
