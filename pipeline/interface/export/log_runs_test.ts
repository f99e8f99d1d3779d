// Against a server in this process that keeps what it is sent and has MLflow's limits; test/soak/mlflow_test.ts has a real one.
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { logRuns } from "./log_runs.ts";
import type { MlflowRun } from "./mlflow_run.ts";
import { mlflowServer } from "./mlflow_server.ts";

interface Kept {
  readonly run_id: string;
  status: string;
  readonly artifact_uri: string;
  end_time?: number;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  readonly metrics: { key: string; value: unknown; step: number }[];
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

/** Answers like a tracking server, until `left` requests are answered: the next is done, but its answer is lost. */
function trackingServer() {
  const runs = new Map<string, Kept>();
  const paths: string[] = [];
  const state = { left: Infinity, authorization: "", experiments: 0 };
  const refusal = (code: string, message: string, status = 400) =>
    Response.json({ error_code: code, message }, { status });
  const shown = (
    { run_id, status, artifact_uri, tags }: Kept,
  ) => ({
    info: { run_id, status, artifact_uri },
    data: { tags: [...tags].map(([key, value]) => ({ key, value })) },
  });
  const answers: Record<string, (asked: Record<string, unknown>) => Response> =
    {
      "experiments/get-by-name": () =>
        state.experiments === 0
          ? refusal("RESOURCE_DOES_NOT_EXIST", "no such experiment", 404)
          : Response.json({
            experiment: { experiment_id: "7", lifecycle_stage: "active" },
          }),
      "experiments/create": () => {
        state.experiments++;
        return Response.json({ experiment_id: "7" });
      },
      "runs/search": ({ page_token }) => {
        const at = Number(page_token ?? 0);
        return Response.json({
          runs: [...runs.values()].slice(at, at + 1).map(shown),
          ...at + 1 < runs.size ? { next_page_token: String(at + 1) } : {},
        });
      },
      "runs/create": ({ tags }) => {
        const run_id = `run${runs.size}`;
        const made: Kept = {
          run_id,
          status: "RUNNING",
          artifact_uri: `mlflow-artifacts:/7/${run_id}/artifacts`,
          tags: new Map(
            (tags as Entry[]).map(({ key, value }) => [key, value]),
          ),
          params: new Map(),
          metrics: [],
        };
        runs.set(run_id, made);
        return Response.json({ run: shown(made) });
      },
      "runs/log-batch": (asked) => {
        const run = runs.get(asked["run_id"] as string)!;
        const [metrics, params, tags] = ["metrics", "params", "tags"]
          .map((name) => (asked[name] ?? []) as Entry[]);
        if (
          metrics!.length > 1000 || params!.length > 100 || tags!.length > 100
        ) {
          return refusal("INVALID_PARAMETER_VALUE", "too many\nin one request");
        }
        run.metrics.push(...metrics! as unknown as Kept["metrics"]);
        for (const { key, value } of params!) run.params.set(key, value);
        for (const { key, value } of tags!) run.tags.set(key, value);
        return Response.json({});
      },
      "metrics/get-history": ({ run_id, metric_key }) =>
        Response.json({
          metrics: runs.get(run_id as string)!.metrics.filter(({ key }) =>
            key === metric_key
          ),
        }),
      "runs/update": ({ run_id, status, end_time }) => {
        const run = runs.get(run_id as string)!;
        run.status = status as string;
        run.end_time = end_time as number;
        return Response.json({});
      },
    };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      state.authorization = request.headers.get("authorization") ?? "";
      const path = pathname.replace(/^.*\/mlflow(-artifacts)?\//, "");
      paths.push(path);
      const text = await request.text();
      const left = state.left--;
      const lost = () => refusal("INTERNAL_ERROR", "gone", 500);
      if (left < 0) return lost();
      if (pathname.includes("mlflow-artifacts")) return Response.json({});
      const answer = answers[path]!(
        request.method === "GET"
          ? Object.fromEntries(searchParams)
          : JSON.parse(text),
      );
      return left === 0 ? lost() : answer;
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    runs,
    paths,
    state,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const none = () => undefined;

/** A run with more of everything than one request may have. */
function runOf(name: string, points = 2500): MlflowRun {
  const texts = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => ({ key: `k${index}`, value: "v" }),
    );
  return {
    name,
    key: "ab".repeat(32),
    began: 1000,
    ended: 2000,
    params: texts(250),
    tags: texts(101),
    metrics: Array.from({ length: points }, (_, step) => ({
      key: step % 2 === 0 ? "loss" : "accuracy",
      value: step === 7 ? "NaN" : step,
      timestamp: 1000 + step,
      step,
    })),
    long: [],
  };
}

const RUNS = [runOf("a"), runOf("b@x=1")];

Deno.test("logRuns() logs what a server accepts in one request, and nothing a second time", async () => {
  await using tracking = trackingServer();
  const server = mlflowServer({ uri: `${tracking.url}/`, env: none });
  const options = { experiment: "e", runs: RUNS };
  const artifact = {
    path: "a/b c.json",
    sha256: "00",
    open: () => ReadableStream.from([new Uint8Array(3)]),
  };
  const first = await logRuns(server, options);
  assertEquals(first, { created: 2, continued: 0, complete: 0, uploaded: 0 });
  const [run] = tracking.runs.values();
  assertEquals(
    [run!.status, run!.end_time, run!.params.size, run!.metrics],
    ["FINISHED", 2000, 250, RUNS[0]!.metrics] as unknown[],
  );
  const before = structuredClone(tracking.runs);
  tracking.paths.length = 0;
  const again = await logRuns(server, options);
  assertEquals(again, { created: 0, continued: 0, complete: 2, uploaded: 0 });
  assertEquals(tracking.runs, before);
  assertEquals(tracking.paths, [
    "experiments/get-by-name",
    "runs/search",
    "runs/search",
  ]);
  for (const uploaded of [2, 0]) {
    const more = await logRuns(server, {
      ...options,
      artifactsOf: () => [artifact],
    });
    assertEquals(more.uploaded, uploaded);
  }
  assert(tracking.paths.includes("artifacts/7/run1/artifacts/a/b%20c.json"));
});

Deno.test("logRuns() continues where an earlier export was interrupted, whichever request was the last", async () => {
  let ended = false;
  for (let left = 0; !ended; left++) {
    await using tracking = trackingServer();
    const server = mlflowServer({ uri: tracking.url, env: none });
    const runs = [runOf("a", 1001), runOf("b@x=1", 2)];
    const options = { experiment: "e", runs };
    tracking.state.left = left;
    await logRuns(server, options).then(
      () => ended = true,
      ({ message }) =>
        assert(message.includes("(INTERNAL_ERROR): gone"), message),
    );
    tracking.state.left = Infinity;
    await logRuns(server, options);
    assertEquals(
      [...tracking.runs.values()].map(({ tags, status, metrics, params }) => [
        tags.get("sdarts.instance"),
        status,
        metrics.length,
        params.size,
      ]),
      [["a", "FINISHED", 1001, 250], ["b@x=1", "FINISHED", 2, 250]],
    );
    assert(left < 40);
  }
});

Deno.test("mlflowServer() sends a login and never shows it", async () => {
  await using tracking = trackingServer();
  const all = { USERNAME: "me", PASSWORD: "pa:ss", TOKEN: "tok" };
  for (
    const [variables, login, sent] of [
      [all, "", `Basic ${btoa("me:pa:ss")}`],
      [{ TOKEN: "tok" }, "", "Bearer tok"],
      [all, "you:s%40cret@", `Basic ${btoa("you:s@cret")}`],
      [{}, "", ""],
    ] as const
  ) {
    const { shown, ask: _, ...server } = mlflowServer({
      uri: tracking.url.replace("//", `//${login}`),
      env: (name) =>
        (variables as Record<string, string>)[
          name.replace("MLFLOW_TRACKING_", "")
        ],
    });
    assertEquals(shown, tracking.url);
    await server.upload("a", ReadableStream.from([]));
    assertEquals(tracking.state.authorization, sent);
  }
});

Deno.test("logRuns() says in one line why a server cannot be used", async () => {
  const html = new Headers({ "content-type": "text/html" });
  const answers: Record<string, () => Response> = {
    "401": () => new Response("login", { status: 401 }),
    "403": () =>
      Response.json(
        { error_code: "PERMISSION_DENIED", message: "Permission denied" },
        { status: 403 },
      ),
    page: () => new Response("<html>", { headers: html }),
    other: () => Response.json({ ok: true }),
    login: () =>
      new Response(null, {
        status: 302,
        headers: { location: "https://login.example/" },
      }),
    many: () => new Response("", { status: 429 }),
    limit: () =>
      Response.json({
        error_code: "REQUEST_LIMIT_EXCEEDED",
        message: "Workspace limit\nof 100 requests",
      }, { status: 429 }),
    deleted: () =>
      Response.json({
        experiment: { experiment_id: "1", lifecycle_stage: "deleted" },
      }),
  };
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    ({ url }) => answers[new URL(url).pathname.split("/")[1]!]!(),
  );
  const root = `http://127.0.0.1:${server.addr.port}`;
  const expected = "Expected an MLflow tracking server but found status";
  const asking = "as the answer to experiments/get-by-name";
  for (
    const [mode, words] of Object.entries({
      "401":
        "it asks for another login (401): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN",
      "403": "it does not allow this (403): Permission denied",
      page: `${expected} 200 with text/html ${asking}`,
      other: `${expected} 200 with application/json ${asking}`,
      login: `${expected} 302 with https://login.example/ ${asking}`,
      many: "it refuses experiments/get-by-name (status 429)",
      limit:
        "it refuses experiments/get-by-name (REQUEST_LIMIT_EXCEEDED): Workspace limit",
      deleted:
        "experiment e is deleted there: restore it, or delete it for good",
    })
  ) {
    const error = await assertRejects(
      () =>
        logRuns(mlflowServer({ uri: `${root}/${mode}`, env: none }), {
          experiment: "e",
          runs: RUNS,
        }),
      Error,
    );
    assertEquals(error.message, `Cannot export to ${root}/${mode}: ${words}`);
  }
  const closed = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = closed.addr;
  closed.close();
  const gone = await assertRejects(() =>
    logRuns(
      mlflowServer({ uri: `http://me:secret@127.0.0.1:${port}`, env: none }),
      { experiment: "e", runs: RUNS },
    ), Error);
  assertEquals(
    gone.message.split("(", 1).join(),
    `Cannot export to http://127.0.0.1:${port}: cannot reach it: tcp connect error: Connection refused `,
  );
  assertThrows(
    () => mlflowServer({ uri: "sqlite:///mlflow.db", env: none }),
    Error,
    "Expected the address of an MLflow tracking server, http:// or https://, but found sqlite:",
  );
});
