// A real MLflow tracking server, where the Python of SDARTS_PYTHON (default: python3) has MLflow: pip install mlflow.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { logRuns } from "../../pipeline/interface/export/log_runs.ts";
import type { MlflowRun } from "../../pipeline/interface/export/mlflow_run.ts";
import {
  type MlflowServer,
  mlflowServer,
} from "../../pipeline/interface/export/mlflow_server.ts";
import { hasPython, PYTHON } from "../support/python.ts";
import {
  BEGAN,
  COMMIT,
  measuredSweep,
} from "../support/sweep/measured_sweep.ts";
import { tempFolder } from "../support/temp_folder.ts";

const present = hasPython("mlflow");
if (!present) {
  console.log(
    `MLflow tests skipped: no mlflow in ${PYTHON}; set SDARTS_PYTHON to a Python with it (pip install mlflow)`,
  );
}

/** A login of servers that ask for one. */
const ADMIN = { USERNAME: "admin", PASSWORD: "a long: pass word ü" };

interface Server extends AsyncDisposable {
  readonly url: string;
  /** Calls the REST interface directly. */
  post(path: string, body: unknown): Promise<Record<string, unknown>>;
}

/** Starts a server with a data base and artifacts in a folder of its own, and waits until it says that it listens. */
async function startServer(...options: string[]): Promise<Server> {
  const folder = tempFolder();
  const free = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = free.addr;
  free.close();
  const child = new Deno.Command(PYTHON, {
    args: [
      ...["-m", "mlflow", "server", "--host", "127.0.0.1"],
      ...["--port", String(port), "--workers", "1"],
      ...["--backend-store-uri", `sqlite:///${folder.path}/runs.db`],
      ...["--artifacts-destination", `${folder.path}/artifacts`],
      ...options,
    ],
    cwd: folder.path,
    env: {
      MLFLOW_DISABLE_TELEMETRY: "true",
      MLFLOW_FLASK_SERVER_SECRET_KEY: "test",
      MLFLOW_AUTH_ADMIN_PASSWORD: ADMIN.PASSWORD,
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/Application startup complete|Listening at/.test(text)) {
    const { done, value } = await lines.read();
    if (done) throw new Error(`Expected a server but found:\n${text}`);
    text += value;
  }
  const drained = (async () => {
    while (!(await lines.read()).done);
  })();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    post: async (path, body) => {
      const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return await response.json();
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await child.status;
      await drained;
      folder[Symbol.dispose]();
    },
  };
}

interface Found {
  readonly info: Record<string, unknown>;
  readonly data: Record<string, { key: string; value: unknown }[]>;
}

/** Everything that a server has of an experiment, with the history of each metric. */
async function contents({ url, post }: Server, experiment: string) {
  const answer = await fetch(
    `${url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=${experiment}`,
  );
  const { experiment: { experiment_id } } = await answer.json();
  const { runs = [] } = await post("runs/search", {
    experiment_ids: [experiment_id],
    max_results: 1000,
  }) as { runs?: Found[] };
  const all = await Promise.all(runs.map(async ({ info, data }) => {
    const histories = await Promise.all(
      (data["metrics"] ?? []).map(async ({ key }) => {
        const history = await fetch(
          `${url}/api/2.0/mlflow/metrics/get-history?${new URLSearchParams({
            run_id: String(info["run_id"]),
            metric_key: key,
            max_results: "10000",
          })}`,
        );
        return [key, (await history.json()).metrics] as const;
      }),
    );
    const texts = (name: string) =>
      Object.fromEntries(
        (data[name] ?? []).map(({ key, value }) => [key, value]),
      );
    const { status, start_time, end_time, run_name } = info;
    return {
      run: { status, start_time, end_time, run_name },
      params: texts("params"),
      tags: texts("tags"),
      metrics: Object.fromEntries(histories),
    };
  }));
  return all.sort((a, b) =>
    String(a.run.run_name) < String(b.run.run_name) ? -1 : 1
  );
}

/** A run with more than one request of metrics and of parameters. */
function largeRun(name: string): MlflowRun {
  const text = (index: number) => ({ key: `k${index}`, value: `${index}` });
  return {
    name,
    key: "ab".repeat(32),
    began: BEGAN,
    ended: BEGAN + 9,
    params: Array.from({ length: 150 }, (_, index) => text(index)),
    tags: [{ key: "größe top.1/x", value: "" }],
    metrics: Array.from({ length: 2100 }, (_, step) => ({
      key: step % 2 === 0 ? "loss" : "größe top.1/x",
      value: step === 4 ? "NaN" : step === 5 ? "-Infinity" : step / 7,
      timestamp: BEGAN + step,
      step,
    })),
    long: [],
  };
}

/** A connection that breaks after some requests, the last of which is answered or not. */
function breaking(
  server: MlflowServer,
  left: number,
  answered: boolean,
): MlflowServer {
  return {
    ...server,
    ask: async (...call) => {
      if (left-- > 0) return await server.ask(...call);
      if (answered) await server.ask(...call);
      throw new Error("the line is cut");
    },
  };
}

Deno.test({
  name: "a real server has what export mlflow logs, once",
  ignore: !present,
  fn: async () => {
    await using tracking = await startServer();
    await using sweep = await measuredSweep();
    const exported = async (...flags: string[]) => {
      const { code, out, err } = await sweep.toy.run(
        ...["export", "mlflow", sweep.file, "--tracking-uri", tracking.url],
        ...flags,
      );
      // Slow machines get lines of progress beside it.
      assertEquals(code, 0, err);
      return out.split(": ").at(-1);
    };
    assertEquals(await exported(), "4 new runs, 0 that were there\n");
    const first = await contents(tracking, "measured");
    assertEquals(first.length, 4);
    const { run, params, tags, metrics } = first[3]!;
    assertEquals(run, {
      status: "FINISHED",
      start_time: BEGAN,
      end_time: BEGAN + 2000,
      run_name: "train@lr=1,seed=1",
    });
    assertEquals(params, {
      "axis.lr": "1",
      "axis.seed": "1",
      lr: "1",
      seed: "1",
      layers: "[8,16]",
      note: "none",
    });
    assertEquals(tags["mlflow.source.git.commit"], COMMIT);
    assertEquals([tags["sdarts.stage"], tags["sdarts.axis.lr"]], [
      "train",
      "1",
    ]);
    assertEquals(metrics["accuracy"], [
      { key: "accuracy", value: 0, timestamp: BEGAN + 500, step: 0 },
      { key: "accuracy", value: 0.5, timestamp: BEGAN + 2000, step: 1 },
    ]);
    assertEquals(Object.keys(metrics).sort(), [
      "accuracy",
      "best",
      "classes",
      "loss",
    ]);
    assertEquals(await exported(), "0 new runs, 4 that were there\n");
    assertEquals(await contents(tracking, "measured"), first);
    assertEquals(
      await exported("--artifact", "train.history"),
      "0 new runs, 4 that were there, 4 artifacts\n",
    );
  },
});

Deno.test({
  name: "a real server has the same after an interruption at any request",
  ignore: !present,
  fn: async () => {
    await using tracking = await startServer();
    const server = mlflowServer({ uri: tracking.url, env: () => undefined });
    const runs = [largeRun("a"), {
      ...largeRun("b@x=1"),
      metrics: [],
      params: [],
    }];
    await logRuns(server, { experiment: "whole", runs });
    const whole = await contents(tracking, "whole");
    assertEquals(
      [whole.length, Object.keys(whole[0]!.params).length],
      [2, 150],
    );
    let cuts = 0;
    for (let left = 0, ended = false; !ended; left++) {
      const experiment = `cut${left}`;
      const cut = breaking(server, left, left % 2 === 0);
      ended = await logRuns(cut, { experiment, runs }).then(
        () => true,
        ({ message }) => {
          assertEquals(message, "the line is cut");
          return false;
        },
      );
      await logRuns(server, { experiment, runs });
      assertEquals(await contents(tracking, experiment), whole);
      cuts++;
    }
    console.log(`${cuts} interruptions`);
    assert(cuts > 10);
    // What the server says itself of a request that is too large.
    const metrics = Array.from({ length: 1001 }, (_, step) => ({
      key: "m",
      value: 1,
      timestamp: BEGAN,
      step,
    }));
    const { message } = await tracking.post("runs/log-batch", {
      run_id: "0",
      metrics,
    });
    assert(String(message).includes("at most 1000"), String(message));
  },
});

const secured = present && hasPython("flask_wtf");
if (present && !secured) {
  console.log("MLflow login test skipped: pip install 'mlflow[auth]'");
}

Deno.test({
  name: "a real server with logins refuses others in one line",
  ignore: !secured,
  fn: async () => {
    await using tracking = await startServer("--app-name", "basic-auth");
    const attempt = async (variables: Record<string, string>) =>
      await logRuns(
        mlflowServer({
          uri: tracking.url,
          env: (name) => variables[name.replace("MLFLOW_TRACKING_", "")],
        }),
        { experiment: "secured", runs: [largeRun("a")] },
      );
    const wrong = { ...ADMIN, PASSWORD: "secret word" };
    for (const variables of [{}, wrong]) {
      const { message } = await assertRejects(() => attempt(variables), Error);
      assertEquals(
        message,
        `Cannot export to ${tracking.url}: it asks for another login (401): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN`,
      );
    }
    const { created } = await attempt(ADMIN);
    assertEquals(created, 1);
  },
});
