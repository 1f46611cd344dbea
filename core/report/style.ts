/** The page's style: quiet, readable on paper and on a phone, in the colours of the reader's own system. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1f24; --soft: #5c6570; --line: #d9dee4; --panel: #f5f7f9;
  --good: #1a7f37; --warn: #9a6700; --bad: #c0262d;
  --copy: #2f6fdb; --schema: #8a63d2; --index: #d9822b; --constraint: #b0508f; --verify: #1f9d72; --other: #8b95a1;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --ink: #e6eaee; --soft: #9aa5b1; --line: #323a44; --panel: #1c222a;
    --good: #4cc26b; --warn: #d9a520; --bad: #ff6b6b;
    --copy: #5b93f0; --schema: #a98bea; --index: #f0a04e; --constraint: #d97fbb; --verify: #45c296; --other: #7c8794;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 74rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink); }
header { border-left: 6px solid var(--state); padding: 0.2rem 0 0.2rem 1rem; margin-bottom: 1.25rem; }
header p { margin: 0.25rem 0 0; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; color: var(--state); }
h2 { font-size: 1.1rem; margin: 2.25rem 0 0.6rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 0.95rem; margin: 1.1rem 0 0.3rem; }
.tone-good { --state: var(--good); }
.tone-warn { --state: var(--warn); }
.tone-bad { --state: var(--bad); }
.verdict { font-size: 1.05rem; overflow-wrap: anywhere; }
.soft, .where { color: var(--soft); }
.where { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.6rem; margin: 0; }
.facts div { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.75rem; }
.facts dt { color: var(--soft); font-size: 0.8rem; }
.facts dd { margin: 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
ul { margin: 0.3rem 0; padding-left: 1.2rem; }
li { overflow-wrap: anywhere; margin: 0.15rem 0; }
ul + .scroll { margin-top: 0.8rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; }
th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
th, td { vertical-align: top; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--line); }
td { overflow-wrap: break-word; min-width: 5rem; }
td:first-child { min-width: 7rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.code { font: 0.82rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
td.long { min-width: 14rem; }
td.long, td.bad { overflow-wrap: anywhere; }
td.bad { min-width: 8rem; }
.bad { font-weight: 600; color: var(--bad); }
.good { color: var(--good); }
.warn { font-weight: 600; color: var(--warn); }
svg { display: block; width: 100%; min-width: 46rem; height: auto; font: 11px system-ui, sans-serif; }
svg text { fill: var(--soft); font-variant-numeric: tabular-nums; }
svg .row { fill: var(--ink); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .gap { fill: var(--line); opacity: 0.6; }
svg .phase { fill: var(--ink); opacity: 0.32; }
svg .copy { fill: var(--copy); } svg .schema { fill: var(--schema); } svg .index { fill: var(--index); }
svg .constraint { fill: var(--constraint); } svg .verify { fill: var(--verify); } svg .other { fill: var(--other); }
svg .failed { fill: var(--bad); stroke: var(--bad); } svg .running { opacity: 0.55; }
svg .area { fill: var(--copy); fill-opacity: 0.25; stroke: var(--copy); stroke-width: 1.5; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin: 0.4rem 0 0; padding: 0; font-size: 0.82rem; color: var(--soft); list-style: none; }
.legend i { display: inline-block; width: 0.75rem; height: 0.75rem; border-radius: 2px; margin-right: 0.35rem; vertical-align: -0.05rem; }
.meter { display: block; height: 0.5rem; margin-top: 0.4rem; border-radius: 2px; background: var(--copy); min-width: 2px; }
i.copy { background: var(--copy); } i.schema { background: var(--schema); } i.index { background: var(--index); }
i.constraint { background: var(--constraint); } i.verify { background: var(--verify); } i.other { background: var(--other); }
i.failed { background: var(--bad); }
@media print { body { max-width: none; padding: 0; } .scroll { overflow: visible; } svg { min-width: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;
