import {
  assert,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
  equal,
} from "@std/assert";
import {
  type ToyProject,
  toyProject,
} from "../../../test/support/pipeline/toy_project.ts";
import { until } from "../../../test/support/pipeline/until.ts";
import { sha256 } from "../../base/digest.ts";
import { findProject } from "../../execution/plan/project.ts";
import {
  letEnd,
  TOY_TRAINING,
  toyTrainings,
} from "../../../test/support/pipeline/toy_training.ts";
import type { MetricsView, SeriesView, StateView } from "./api.ts";
import { pageFiles } from "./page_files.ts";
import { pageServer } from "./page_server.ts";
import { watchPipeline } from "./watch_pipeline.ts";
import { ROOT } from "../../../test/support/root.ts";

const TOKEN = "the-token";

interface Visit {
  readonly path: string;
  readonly method?: string;
  readonly host?: string;
  readonly cookie?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens the server of a toy project, and gives a function that visits it. */
async function openServer(project: ToyProject) {
  const watch = await watchPipeline(
    { file: `${project.folder}/a.yaml` },
    findProject({ program: ROOT, project: project.folder }),
  );
  const server = pageServer({
    watch,
    files: new Map(),
    token: TOKEN,
  });
  const visit = async (
    { path, method = "GET", host = "127.0.0.1:8791", cookie, headers }: Visit,
  ) => {
    const response = await server(
      new Request(`http://127.0.0.1:8791${path}`, {
        method,
        headers: {
          host,
          ...(cookie === undefined ? {} : { cookie }),
          ...headers,
        },
      }),
    );
    return { response, text: await response.text() };
  };
  const first = await visit({ path: `/?token=${TOKEN}` });
  const set = first.response.headers.get("set-cookie") ?? "";
  const cookie = set.split(";", 1).join();
  return {
    visit,
    first,
    set,
    cookie,
    get: async <T>(path: string) =>
      JSON.parse((await visit({ path, cookie })).text) as T,
  };
}

Deno.test("the page accepts only GET with the token to a loopback name", async () => {
  await using project = toyProject(toyTrainings(2, false));
  project.write("stages/train/stage.ts", TOY_TRAINING);
  const { visit, first, set, cookie } = await openServer(project);
  const status = async (asked: Visit) => (await visit(asked)).response.status;

  assertEquals(first.response.status, 200);
  assertMatch(set, /^sdarts_\w+=the-token; /);
  assertMatch(set, /HttpOnly/);
  assertMatch(set, /SameSite=Strict/);
  const policy = first.response.headers.get("content-security-policy") ?? "";
  assertMatch(policy, /^default-src 'none'; script-src 'self'; /);
  assertNotMatch(policy, /unsafe|\*|data:|https?:/);
  assertEquals(first.response.headers.get("referrer-policy"), "no-referrer");
  assertEquals(first.response.headers.get("x-content-type-options"), "nosniff");
  assertEquals(first.response.headers.get("cache-control"), "no-store");
  // what the policy forbids is not in the page
  assertNotMatch(first.text, /<script(?![^>]*src=)|<style|\son\w+=|style=/);

  const path = "/api/state";
  assertEquals(await status({ path, cookie }), 200);
  for (const wrong of [undefined, "", `${cookie}x`, `${cookie.slice(0, -1)}`]) {
    assertEquals(await status({ path, cookie: wrong }), 401, wrong);
  }
  for (const wrong of ["", "the-toke", "the-token2", "THE-TOKEN"]) {
    assertEquals(await status({ path: `/?token=${wrong}` }), 401, wrong);
  }
  for (
    const host of [
      "evil.example",
      "127.0.0.1.evil.example",
      "localhost.evil.example:8791",
      "127.0.0.1:8791@evil.example",
      "10.0.0.1:8791",
      "",
    ]
  ) {
    assertEquals(await status({ path, cookie, host }), 421, host);
    assertEquals(await status({ path: `/?token=${TOKEN}`, host }), 421, host);
  }
  for (const host of ["localhost:1", "[::1]:9", "127.0.0.1"]) {
    assertEquals(await status({ path, cookie, host }), 200, host);
  }
  for (const method of ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]) {
    const { response } = await visit({ path, cookie, method });
    assertEquals([response.status, response.headers.get("allow")], [
      405,
      "GET",
    ]);
  }
  // a page of another server on this machine is the same site to a cookie
  const others = { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" };
  assertEquals(await status({ path, cookie, headers: others }), 403);
  for (
    const path of [
      "/nothing",
      "/api/nothing",
      "/page.map",
      "/lib/../../deno.json",
      "/lib/%2e%2e/deno.json",
      "/.sdarts/journal.jsonl",
    ]
  ) {
    assertEquals(await status({ path, cookie }), 404, path);
    assertEquals(await status({ path }), 401, path);
  }
});

Deno.test("the page serves states, metrics, series and logs of names in the pipeline only", async () => {
  await using project = toyProject(toyTrainings(3, true));
  project.write("stages/train/stage.ts", TOY_TRAINING);
  const { visit, get, cookie } = await openServer(project);
  const state = () => get<StateView>("/api/state");
  const states = async () =>
    Object.fromEntries(
      (await state()).instances.map((one) => [one.name, one.state]),
    );
  assertEquals((await states())["square"], "new");
  assertEquals(await get<MetricsView>("/api/metrics"), {
    stages: [],
    damaged: [],
  });
  assertEquals(
    (await visit({ path: "/api/log?instance=number", cookie })).response.status,
    204,
  );

  const run = project.start("run", "a.yaml", "-k", "-j", "2").output();
  const busy = await until(async () => {
    const { runs, instances } = await state();
    const found = instances.find(({ progress }) => progress?.done === 2);
    return runs.length === 0 ? undefined : found;
  });
  assertEquals(busy.state, "running");
  assertEquals({ ...busy.progress, left: 0 }, {
    done: 2,
    total: 3,
    unit: "epoch",
    note: "epoch 2/3",
    left: 0,
  });
  const running = await get<SeriesView[]>(
    "/api/series?stage=search&metric=loss",
  );
  const live = running.find(({ instance }) => instance === busy.name);
  assertEquals([live?.running, live?.steps], [true, [0, 1]]);
  const status = await project.run("status", "a.yaml");
  assertMatch(status.out, /running +search@.* process \d+; 66% .*epoch 2\/3\n/);

  const tellNoMore = letEnd(project.folder);
  assertEquals((await run).code, 1);
  tellNoMore();
  const ended = {
    "search@darts,seed=0": "done",
    "search@darts,seed=1": "done",
    "search@sdarts-rs,seed=0": "done",
    "search@sdarts-rs,seed=1": "done",
    "broken@darts": "failed",
    "broken@sdarts-rs": "failed",
    number: "done",
    square: "done",
  };
  await until(async () => equal(await states(), ended));
  const now = await state();
  const broken = now.instances.find(({ name }) => name === "broken@darts");
  assertEquals(broken?.reasons, ["Expected luck but found none"]);
  assertEquals(now.recorded.length, 1);
  const same = await visit({ path: `/api/state?have=${now.version}`, cookie });
  assertEquals([same.response.status, same.text], [204, ""]);

  const { stages: metrics } = await get<MetricsView>("/api/metrics");
  assertEquals(metrics[0], {
    stage: "search",
    metrics: [
      { name: "seed", kind: "value" },
      { name: "loss", kind: "curve" },
      { name: "<b>rate</b>", kind: "curve" },
    ],
  });
  // what failed has what it measured before
  assertEquals(metrics[1]?.stage, "broken");
  const { id } = now.recorded[0]!;
  const series = await get<SeriesView[]>(
    `/api/series?stage=search&metric=loss&run=now&run=${id}`,
  );
  assertEquals(series.length, 8);
  assertEquals(series[1], {
    run: "now",
    instance: "search@darts,seed=1",
    point: { method: "darts", seed: 1 },
    running: false,
    steps: [0, 1, 2],
    values: [5.1, 2.6, 5 / 3 + 0.1],
  });
  assertEquals(await get("/api/series?stage=search&metric=none"), []);

  const log = await visit({ path: "/api/log?instance=broken@darts", cookie });
  assertStringIncludes(
    log.response.headers.get("content-type") ?? "",
    "application/json",
  );
  const { text, next } = JSON.parse(log.text);
  assertStringIncludes(text, "<img src=x onerror=alert(1)> red </script>\n");
  assertStringIncludes(text, "Expected luck but found none");
  const more = `/api/log?instance=broken@darts&from=${next}`;
  assertEquals((await get<{ text: string }>(more)).text, "");
  const key = [...Deno.readDirSync(`${project.folder}/.sdarts/ac`)][0]!.name;
  for (
    const query of [
      "log?instance=nobody",
      "log?instance=../../a.yaml",
      `log?instance=${key.slice(0, 64)}`,
      "log?instance=__proto__",
      "log",
      "log?instance=number&attempt=../1",
      "log?instance=number&from=-1",
      "log?instance=number&from=1e9",
      "series?stage=search&metric=loss&run=../runs",
      "series?stage=search&metric=loss&run=__proto__",
    ]
  ) {
    const { response } = await visit({ path: `/api/${query}`, cookie });
    assertEquals(response.status, 404, query);
  }
  assertEquals(
    (await visit({ path: "/api/log?instance=number&attempt=3", cookie }))
      .response.status,
    204,
  );

  // A damaged output is named, and takes no other numbers with it.
  const history = JSON.stringify({
    seed: 1,
    epochs: series[1]!.values.map((loss, index) => ({
      epoch: index + 1,
      loss,
      "<b>rate</b>": 1 / (index + 1),
    })),
  });
  const blob = sha256(history);
  const path = `${project.folder}/.sdarts/cas/sha256/${
    blob.slice(0, 2)
  }/${blob}`;
  Deno.chmodSync(path, 0o644);
  Deno.writeTextFileSync(path, history.replace("5.1", "1.5"));
  const { get: again } = await openServer(project);
  const rest = await again<MetricsView>("/api/metrics");
  assertEquals(rest.stages, metrics);
  assertEquals(rest.damaged.length, 1);
  assertStringIncludes(
    rest.damaged[0]!,
    `output history of search@darts,seed=1: blob sha256:${blob} is damaged`,
  );
  const left = await again<SeriesView[]>(
    "/api/series?stage=search&metric=loss",
  );
  assertEquals(left.length, 3);

  project.write(
    "a.yaml",
    project.read("a.yaml").replace("value: 3", "valeu: 3"),
  );
  const wrong = await until(async () => {
    const answer = await state();
    return answer.problem === null ? undefined : answer;
  });
  assertMatch(wrong.problem ?? "", /a\.yaml:6:\d+: .*valeu/);
  assertEquals(wrong.instances.length, now.instances.length);
});

Deno.test("the page's own files are its program, its style and the packages that it uses", async () => {
  const files = await pageFiles();
  assertEquals([...files.keys()], [
    "/page.js",
    "/page.css",
    "/lib/preact.js",
    "/lib/hooks.js",
    "/lib/uplot.js",
  ]);
  for (const [path, { type, text }] of files) {
    assert(text.length > 1000, path);
    const script = path.endsWith(".js");
    assertEquals(type.startsWith("text/javascript"), script);
    if (!script) continue;
    for (
      const [, from] of text.matchAll(
        /^(?:import|export)\b[^;"]*\bfrom\s*"([^"]+)"/gm,
      )
    ) {
      assert(files.has(from!), `${path} imports ${from}`);
    }
  }
});
