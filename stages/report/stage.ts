import { defineStage } from "../../pipeline/stage.ts";
import { type ReportParams, reportParams } from "./params.ts";

export default defineStage<ReportParams>({
  name: "report",
  description:
    "gathers results in one HTML page, a JSON summary and tables for LaTeX",
  params: reportParams,
  inputs: {
    searches: { kind: "search-history", many: true, optional: true },
    alphas: { kind: "alphas", many: true, optional: true },
    genotypes: { kind: "genotype", many: true, optional: true },
    trajectories: { kind: "genotype-trajectory", many: true, optional: true },
    retrains: { kind: "retrain-history", many: true, optional: true },
    evaluations: { kind: "evaluation", many: true, optional: true },
    perplexities: { kind: "perplexity", many: true, optional: true },
    curvature: { kind: "hessian", many: true, optional: true },
    discretisations: { kind: "discretisation", many: true, optional: true },
    landscapes: { kind: "landscape", many: true, optional: true },
    benchmarks: { kind: "benchmark", many: true, optional: true },
    counts: { kind: "network-count", many: true, optional: true },
    selections: { kind: "selection", many: true, optional: true },
  },
  outputs: {
    report: { kind: "report-html", path: "report.html", provenance: true },
    // Statistics of metrics that other stages have.
    summary: { kind: "summary", path: "summary.json", metrics: false },
    tables: { kind: "latex", path: "tables.tex" },
  },
  resources: () => ({ cpus: 1, memory: 512 }),
  graph: true,
  module: import.meta.resolve("./run.ts"),
});
