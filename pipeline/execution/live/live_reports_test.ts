import { assertEquals } from "@std/assert";
import {
  type CacheFolders,
  cacheFolders,
} from "../../cache/store/cache_folders.ts";
import { collectGarbage } from "../../cache/history/collect_garbage.ts";
import { openTempFolder } from "../../cache/store/temp_folder.ts";
import { appendCurve, curvePath, readCurve } from "./curve_file.ts";
import { type LiveReports, liveReports } from "./live_reports.ts";
import { type LiveRun, readLiveRuns } from "./live_run.ts";
import { tempFolder } from "../../../test/support/temp_folder.ts";

const RUN = { pipeline: "toy", file: "a.yaml", total: 3 };

/** Time in which news are written. */
const written = () => new Promise((resolve) => setTimeout(resolve, 80));

async function withReports(
  work: (
    reports: LiveReports,
    folders: CacheFolders,
    clock: { time: number },
  ) => Promise<void>,
): Promise<void> {
  const clock = { time: 5000 };
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const temp = openTempFolder(folders);
  const reports = liveReports({
    ...RUN,
    folders,
    temp: temp.path,
    now: () => clock.time,
    interval: 20,
  });
  try {
    await work(reports, folders, clock);
  } finally {
    reports.close();
    temp.close();
    assertEquals(readLiveRuns(folders, Date.now()), []);
  }
}

Deno.test("liveReports() says what a run is busy with, and nothing of one that has nothing to do", async () => {
  await withReports(async (reports, folders) => {
    const runs = () => readLiveRuns(folders, Date.now());
    reports.report({ type: "cached", instance: "a", key: "ka" });
    await written();
    assertEquals(runs(), []);
    reports.report({ type: "start", instance: "b", key: "kb" });
    for (const done of [2, 4]) {
      reports.report({
        type: "progress",
        instance: "b",
        progress: {
          done,
          total: 8,
          unit: "step",
          metrics: { step: done, values: { loss: 1 / done, bad: NaN } },
        },
      });
    }
    reports.report({ type: "wait", instance: "c", holder: null });
    await written();
    const time = 5;
    const [run] = runs();
    assertEquals({ ...run, holder: undefined }, {
      ...RUN,
      began: time,
      counts: { ran: 0, cached: 1, failed: 0 },
      preparing: {},
      instances: [
        {
          instance: "b",
          key: "kb",
          began: time,
          first: { progress: { done: 2, total: 8, unit: "step" }, time },
          last: { progress: { done: 4, total: 8, unit: "step" }, time },
        },
        { instance: "c", began: time, waitsFor: null },
      ],
      holder: undefined,
    });
    assertEquals(run?.holder.pid, Deno.pid);
    assertEquals(readCurve(folders, "kb"), [
      { step: 2, values: { loss: 0.5, bad: NaN }, time: 5000 },
      { step: 4, values: { loss: 0.25, bad: NaN }, time: 5000 },
    ]);
    reports.report({ type: "done", instance: "b", key: "kb", seconds: 1 });
    reports.report({
      type: "failed",
      instance: "c",
      seconds: 1,
      message: "",
      log: "",
    });
    await written();
    assertEquals(runs()[0]?.instances, []);
    assertEquals(runs()[0]?.counts, { ran: 1, cached: 1, failed: 1 });
    // Its times are read by exports.
    assertEquals(readCurve(folders, "kb").length, 2);
  });
});

Deno.test("a run that is dead, or silent on another host, is none", async () => {
  await withReports(async (reports, folders) => {
    reports.report({ type: "start", instance: "b", key: "kb" });
    await written();
    const lock = [...Deno.readDirSync(folders.temp)]
      .map(({ name }) => `${folders.temp}/${name}`)
      .find((path) => path.endsWith(".lock"))!;
    const holder = JSON.parse(Deno.readTextFileSync(lock));
    const runs = (change: Partial<LiveRun["holder"]>, later = 0) => {
      Deno.writeTextFileSync(lock, JSON.stringify({ ...holder, ...change }));
      return readLiveRuns(folders, Date.now() + later).length;
    };
    assertEquals(runs({}, 60_000), 1);
    assertEquals(runs({ pid: 2 ** 30 }), 0);
    assertEquals(runs({ pid: 2 ** 30, boot: "elsewhere" }), 1);
    assertEquals(runs({ pid: 2 ** 30, boot: "elsewhere" }, 60_000), 0);
  });
});

Deno.test("a curve that is measured again replaces the old one; gc keeps the curves of running instances", () => {
  using root = tempFolder();
  const folders = cacheFolders(root.path);
  const loss = (step: number, loss: number) => ({ step, values: { loss } });
  for (const step of [0, 1, 2]) appendCurve(folders, "k", loss(step, 1));
  appendCurve(folders, "k", loss(1, 2));
  Deno.writeTextFileSync(
    curvePath(folders, "k"),
    '\nnonsense\n{"step":-1,"values":{}}\n{"step":2,"val',
    { append: true },
  );
  assertEquals(readCurve(folders, "k"), [loss(0, 1), loss(1, 2)]);
  const collect = () =>
    collectGarbage(folders, { keep: 0, keys: [], remove: true });
  Deno.mkdirSync(`${folders.checkpoints}/k/epoch`, { recursive: true });
  collect();
  assertEquals(readCurve(folders, "k").length, 2);
  Deno.removeSync(`${folders.checkpoints}/k`, { recursive: true });
  collect();
  assertEquals(readCurve(folders, "k"), []);
});

Deno.test("a curve of a long run gets its points further apart", async () => {
  await withReports((reports, folders, clock) => {
    reports.report({ type: "start", instance: "b", key: "kb" });
    const points = (milliseconds: number) => {
      const before = readCurve(folders, "kb").length;
      const began = clock.time;
      for (let step = began; step < began + 10_000; step += milliseconds) {
        clock.time = step;
        reports.report({
          type: "progress",
          instance: "b",
          progress: {
            done: step,
            total: 1e9,
            unit: "step",
            metrics: { step, values: { loss: 1 } },
          },
        });
      }
      return readCurve(folders, "kb").length - before;
    };
    assertEquals(points(200), 50);
    clock.time += 1e7;
    // two seconds in ten thousand
    assertEquals(points(200), 5);
    return Promise.resolve();
  });
});
