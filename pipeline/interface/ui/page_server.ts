import { Hono } from "hono";
import type { PageFiles } from "./page_files.ts";
import { graphDrawing } from "./graph_drawing.ts";
import { guard, pageHeaders } from "./guard.ts";
import { logPiece } from "./log_piece.ts";
import { ICON, PAGE } from "./page.ts";
import { seriesReader } from "./series_reader.ts";
import { metricsView, seriesViews } from "./series_views.ts";
import { sweepReader } from "./sweep_reader.ts";
import type { PipelineWatch } from "./watch_pipeline.ts";

/**
 * Creates the server of the page. It only reads, and only files of instances of the pipeline: no text of a request
 * becomes part of a path.
 */
export function pageServer(
  { watch, files, token }: {
    readonly watch: PipelineWatch;
    readonly files: PageFiles;
    /** Secret that every visitor must know. */
    readonly token: string;
  },
): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  const seriesOf = seriesReader();
  const sweepOf = sweepReader();
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
  app.get("/:name{page\\.(?:js|css)|lib/[a-z]+\\.js}", (context) => {
    const file = files.get(context.req.path);
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
    const { graph } = (await watch()).opened.pipeline;
    const text = JSON.stringify(graph);
    if (drawing?.graph !== text) {
      drawing = { graph: text, view: graphDrawing(graph) };
    }
    return context.json(await drawing.view);
  });

  app.get("/api/metrics", async ({ json }) => {
    return json(await metricsView(await watch(), seriesOf));
  });

  app.get("/api/series", async ({ req, json, notFound }) => {
    const found = await seriesViews(await watch(), seriesOf, {
      stage: req.query("stage") ?? "",
      metric: req.query("metric") ?? "",
      runs: req.queries("run") ?? ["now"],
    });
    return found === undefined ? notFound() : json(found);
  });

  app.get("/api/sweep", async ({ req, json }) => {
    const joined = req.query("seeds") !== "each";
    const stage = req.query("stage");
    return json(await sweepOf(await watch(), { stage, joined }));
  });

  app.get("/api/log", async ({ req, json, body, notFound }) => {
    const found = logPiece(await watch(), {
      instance: req.query("instance") ?? "",
      attempt: req.query("attempt"),
      from: req.query("from"),
    });
    if (found === "unknown") return notFound();
    return found === undefined ? body(null, 204) : json(found);
  });

  app.notFound((context) => context.text("Not found\n", 404));
  app.onError((error, context) =>
    context.text(`${error.message.split("\n", 1)[0]}\n`, 500)
  );
  return (request) => app.fetch(request);
}
