import { z } from "zod";
import { PipelineError } from "../../base/pipeline_error.ts";
import { mlflowBatches } from "./mlflow_batches.ts";
import { type MlflowMetric, type MlflowRun, RUN_TAGS } from "./mlflow_run.ts";
import type { MlflowServer } from "./mlflow_server.ts";

/** A file to upload to a run. */
export interface RunArtifact {
  /** Path among the artifacts of the run. */
  readonly path: string;
  /** SHA-256 of its content. */
  readonly sha256: string;
  readonly open: () => ReadableStream<Uint8Array>;
}

/** Numbers of runs and artifacts that an export met. */
export interface LoggedRuns {
  /** Runs that are new. */
  readonly created: number;
  /** Runs that an earlier export had begun. */
  readonly continued: number;
  /** Runs that were complete. */
  readonly complete: number;
  /** Artifacts that were uploaded. */
  readonly uploaded: number;
}

const TEXTS = z.array(z.object({ key: z.string(), value: z.string() }));
const RUN = z.object({
  info: z.object({
    run_id: z.string(),
    status: z.string(),
    artifact_uri: z.string(),
  }),
  data: z.object({ tags: TEXTS.optional() }),
});
type KnownRun = z.output<typeof RUN>;
const EXPERIMENT = z.object({
  experiment: z.object({
    experiment_id: z.string(),
    lifecycle_stage: z.string(),
  }),
});
const CREATED = z.object({ experiment_id: z.string() });
const FOUND = z.object({
  runs: z.array(RUN).optional(),
  next_page_token: z.string().optional(),
});
const HISTORY = z.object({
  metrics: z.array(z.object({ step: z.coerce.number().default(0) })).optional(),
  next_page_token: z.string().optional(),
});
const NOTHING = z.object({});

/**
 * Logs runs to an experiment. A run that is there is found by its key and instance: a complete one stays as it is, and one
 * that an interrupted export left gets what it lacks. A run is complete when its status is FINISHED, which comes last.
 *
 * Throws a `PipelineError` of one line where the server cannot be used or refuses something.
 *
 * @param options `artifactsOf`: files to upload to a run; `onRun`: called after each run with the number of runs so far.
 */
export async function logRuns(
  server: MlflowServer,
  { experiment, runs, artifactsOf = () => [], onRun = () => {} }: {
    readonly experiment: string;
    readonly runs: readonly MlflowRun[];
    readonly artifactsOf?: (run: MlflowRun) => readonly RunArtifact[];
    readonly onRun?: (done: number) => void;
  },
): Promise<LoggedRuns> {
  const id = await experimentId(server, experiment);
  const known = await knownRuns(server, id);
  const counts = { created: 0, continued: 0, complete: 0, uploaded: 0 };
  for (const [index, run] of runs.entries()) {
    const there = known.get(identity(run.key, run.name));
    const one = there ?? await createRun(server, id, run);
    if (there?.info.status === "FINISHED") counts.complete++;
    else {
      await logRun(server, run, { one, begun: there !== undefined });
      counts[there === undefined ? "created" : "continued"]++;
    }
    for (const artifact of artifactsOf(run)) {
      counts.uploaded += await uploadOnce(server, one, artifact);
    }
    onRun(index + 1);
  }
  return counts;
}

function identity(key: string, instance: string): string {
  return `${key} ${instance}`;
}

async function experimentId(
  server: MlflowServer,
  name: string,
): Promise<string> {
  const found = await server.ask("GET", "experiments/get-by-name", {
    body: { experiment_name: name },
    answer: EXPERIMENT,
  });
  if (found?.experiment.lifecycle_stage === "deleted") {
    throw new PipelineError(
      "failed",
      `Cannot export to ${server.shown}: experiment ${name} is deleted there: restore it, or delete it for good`,
    );
  }
  if (found !== undefined) return found.experiment.experiment_id;
  return (await must(server, "experiments/create", { name }, CREATED))
    .experiment_id;
}

/** Runs of an experiment by key and instance, without deleted ones. */
async function knownRuns(
  server: MlflowServer,
  experiment: string,
): Promise<Map<string, KnownRun>> {
  const known = new Map<string, KnownRun>();
  const found = pages((page) =>
    must(server, "runs/search", {
      experiment_ids: [experiment],
      max_results: 1000,
      ...page,
    }, FOUND)
  );
  for await (const { runs = [] } of found) {
    for (const run of runs) {
      const tags = new Map(
        run.data.tags?.map(({ key, value }) => [key, value]),
      );
      const [key, instance] = [RUN_TAGS.key, RUN_TAGS.instance].map((name) =>
        tags.get(name)
      );
      if (key !== undefined && instance !== undefined) {
        known.set(identity(key, instance), run);
      }
    }
  }
  return known;
}

/** Answers of a server that come in pages; no answer ends them. */
async function* pages<
  T extends { readonly next_page_token?: string | undefined },
>(
  ask: (page: { readonly page_token?: string }) => Promise<T | undefined>,
): AsyncGenerator<T> {
  let page = {};
  while (true) {
    const found = await ask(page);
    if (found === undefined) return;
    yield found;
    if (!found.next_page_token) return;
    page = { page_token: found.next_page_token };
  }
}

async function createRun(
  server: MlflowServer,
  experiment: string,
  { name, key, began }: MlflowRun,
): Promise<KnownRun> {
  const { run } = await must(server, "runs/create", {
    experiment_id: experiment,
    run_name: name,
    start_time: began,
    tags: [
      { key: RUN_TAGS.key, value: key },
      { key: RUN_TAGS.instance, value: name },
    ],
  }, z.object({ run: RUN }));
  return run;
}

async function logRun(
  server: MlflowServer,
  run: MlflowRun,
  { one, begun }: {
    readonly one: KnownRun;
    /** True where some of it may be there. */
    readonly begun: boolean;
  },
): Promise<void> {
  const { run_id } = one.info;
  const metrics = begun
    ? await missingMetrics(server, run_id, run.metrics)
    : run.metrics;
  for (const batch of mlflowBatches({ ...run, metrics })) {
    await must(server, "runs/log-batch", { run_id, ...batch }, NOTHING);
  }
  await must(server, "runs/update", {
    run_id,
    status: "FINISHED",
    end_time: run.ended,
  }, NOTHING);
}

/** Points that the server does not have: it may keep what is logged twice. */
async function missingMetrics(
  server: MlflowServer,
  run_id: string,
  metrics: readonly MlflowMetric[],
): Promise<MlflowMetric[]> {
  const missing: MlflowMetric[] = [];
  for (const [metric_key, points] of Map.groupBy(metrics, ({ key }) => key)) {
    const steps = new Set<number>();
    const found = pages((page) =>
      server.ask("GET", "metrics/get-history", {
        body: { run_id, metric_key, max_results: "10000", ...page },
        answer: HISTORY,
      })
    );
    for await (const { metrics = [] } of found) {
      for (const { step } of metrics) steps.add(step);
    }
    missing.push(...points.filter(({ step }) => !steps.has(step)));
  }
  return missing;
}

/** Uploads a file unless a tag says that it is there; gives the number of uploads. */
async function uploadOnce(
  server: MlflowServer,
  { info: { run_id, artifact_uri }, data }: KnownRun,
  { path, sha256, open }: RunArtifact,
): Promise<number> {
  const key = `sdarts.artifact.${path}`.replaceAll(/[^/\w.\- :]/g, "_");
  const there = data.tags?.find((tag) => tag.key === key)?.value === sha256;
  if (there) return 0;
  const folder = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(artifact_uri)
    ?.[1];
  if (folder === undefined) {
    throw new PipelineError(
      "failed",
      `Cannot upload ${path}: ${server.shown} does not take artifacts itself, but keeps them in ${artifact_uri}`,
    );
  }
  await server.upload(`${folder}/${path}`, open());
  await must(
    server,
    "runs/log-batch",
    { run_id, tags: [{ key, value: sha256 }] },
    NOTHING,
  );
  return 1;
}

async function must<T>(
  server: MlflowServer,
  path: string,
  body: Readonly<Record<string, unknown>>,
  answer: z.ZodType<T>,
): Promise<T> {
  const found = await server.ask("POST", path, { body, answer });
  if (found !== undefined) return found;
  throw new PipelineError(
    "failed",
    `Cannot export to ${server.shown}: it lost the experiment or a run during ${path}`,
  );
}
