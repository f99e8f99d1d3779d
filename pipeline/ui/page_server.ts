import { Hono } from "hono";
import type { LogView, MetricsView, SeriesView } from "./api.ts";
import type { PageFiles } from "./page_files.ts";
import { graphDrawing } from "./graph_drawing.ts";
import { guard, pageHeaders } from "./guard.ts";
import { metricList } from "./metric_list.ts";
import { ICON, PAGE } from "./page.ts";
import { readLog } from "./read_log.ts";
import { thinned } from "./series.ts";
import { seriesReader } from "./series_reader.ts";
import type { PipelineWatch } from "./watch_pipeline.ts";

/** What the page is made of. */
export interface PageServerOptions {
  /** Looks at the pipeline. */
  readonly watch: PipelineWatch;
  /** What the page loads. */
  readonly files: Promise<PageFiles>;
  /** What a visitor must know. */
  readonly token: string;
}

/**
 * Makes the server of the page: it reads, and what it reads is looked up by names that the pipeline has. No text of a
 * request becomes part of a path.
 *
 * @param options Pipeline, files and token.
 * @returns The handler of requests.
 */
export function pageServer(
  { watch, files, token }: PageServerOptions,
): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  const seriesOf = seriesReader();
  let drawing: {
    readonly graph: unknown;
    readonly view: ReturnType<typeof graphDrawing>;
  } | undefined;

  app.use(pageHeaders, guard(token));
  app.get("/", (context) => context.html(PAGE));
  app.get(
    "/icon.svg",
    (context) => context.body(ICON, 200, { "content-type": "image/svg+xml" }),
  );
  app.get("/:name{page\\.(?:js|css)|lib/[a-z]+\\.js}", async (context) => {
    const file = (await files).get(context.req.path);
    return file === undefined
      ? context.notFound()
      : context.body(file.text, 200, { "content-type": file.type });
  });

  app.get("/api/state", async (context) => {
    const { state } = await watch();
    return context.req.query("have") === state.version
      ? context.body(null, 204)
      : context.json(state);
  });

  app.get("/api/graph", async (context) => {
    const { graph } = (await watch()).bench.pipeline;
    const text = JSON.stringify(graph);
    if (drawing?.graph !== text) {
      drawing = { graph: text, view: graphDrawing(graph) };
    }
    return context.json(await drawing.view);
  });

  app.get("/api/metrics", async (context) => {
    const { bench, instances } = await watch();
    const stages = new Map(
      bench.pipeline.graph.map(({ id }) => [id, metricList()] as const),
    );
    const rest = breather();
    for (const { instance, status } of instances.values()) {
      const list = stages.get(instance.stage.spec.id.value);
      list?.add(seriesOf(bench.folders, status));
      await rest();
    }
    const view: MetricsView = [...stages].flatMap(([stage, list]) => {
      const metrics = list.metrics();
      return metrics.length === 0 ? [] : [{ stage, metrics }];
    });
    return context.json(view);
  });

  app.get("/api/series", async (context) => {
    const { req } = context;
    const stage = req.query("stage");
    const metric = req.query("metric") ?? "";
    const { bench, instances, runs } = await watch();
    const found: SeriesView[] = [];
    const rest = breather();
    for (const run of req.queries("run") ?? ["now"]) {
      const keys = run === "now"
        ? [...instances].map(([name, { status }]) => [name, status] as const)
        : Object.entries(runs.get(run)?.keys ?? {}).map(([name, key]) =>
          [name, { instance: name, state: "done" as const, key }] as const
        );
      if (run !== "now" && !runs.has(run)) return context.notFound();
      for (const [name, status] of keys) {
        const known = instances.get(name)?.instance;
        if ((known?.stage.spec.id.value ?? stageOf(name)) !== stage) continue;
        const series = seriesOf(bench.folders, status).get(metric);
        await rest();
        if (series === undefined) continue;
        const { steps, values } = thinned(series);
        found.push({
          run,
          instance: name,
          point: known?.point ?? {},
          running: status.state === "running",
          steps,
          values: values.map((value) => Number.isFinite(value) ? value : null),
        });
      }
    }
    return context.json(found);
  });

  app.get("/api/log", async (context) => {
    const { req } = context;
    const { bench, instances, attempts } = await watch();
    const known = instances.get(req.query("instance") ?? "");
    const attempt = wholeNumber(req.query("attempt") ?? "0");
    const from = req.query("from");
    const place = from === undefined ? undefined : wholeNumber(from);
    if (known === undefined || attempt === undefined) return context.notFound();
    if (from !== undefined && place === undefined) return context.notFound();
    const name = known.instance.name;
    const current = known.status.key;
    for (const key of [current, attempts.of(bench.pipeline.name, name)?.key]) {
      const piece = key === undefined
        ? undefined
        : readLog(bench.folders, key, { attempt, from: place });
      if (piece === undefined) continue;
      const old = key !== current;
      return context.json({ instance: name, old, ...piece } satisfies LogView);
    }
    return context.body(null, 204);
  });

  app.notFound((context) => context.text("Expected a known name\n", 404));
  app.onError((error, context) =>
    context.text(`${error.message.split("\n", 1)[0]}\n`, 500)
  );
  return (request) => app.fetch(request);
}

/** Lets other questions in between, now and again, while many files are read. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 50) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}

/** Stage of an instance by its name, for one that the pipeline does not have any more. */
function stageOf(instance: string): string {
  return instance.split("@", 1).join();
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
