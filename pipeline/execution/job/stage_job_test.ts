import { assertEquals } from "@std/assert";
import type { NoteProgress } from "../../stage.ts";
import { describeJob, type StageEvent } from "./stage_job.ts";

/** What a job reports of a progress, for a stage with words of its own. */
function reported(note: NoteProgress<unknown> | undefined, own?: string) {
  const events: StageEvent[] = [];
  const job = describeJob(
    {
      name: "search@darts",
      params: { epochs: 8 },
      permissions: {},
      resources: { cpus: 1, memory: 100, gpus: 0 },
      stage: { module: { path: "/a/stage.ts", note }, spec: { limits: {} } },
    } as unknown as Parameters<typeof describeJob>[0],
    {
      action: { key: "0", code: { assets: [] } },
      slots: [],
      work: "/w",
      checkpoint: "/c",
      log: { append: () => {} },
    } as unknown as Parameters<typeof describeJob>[1],
    {
      folders: {},
      config: "",
      detached: true,
      report: (event: StageEvent) => events.push(event),
    } as unknown as Parameters<typeof describeJob>[2],
  );
  job.onMessage({
    type: "progress",
    progress: {
      done: 1,
      total: 2,
      unit: "step",
      metrics: { step: 2, values: {} },
      ...(own === undefined ? {} : { note: own }),
    },
  });
  const [event] = events;
  assertEquals(event?.instance, "search@darts");
  return event?.type === "progress" ? event.progress.note : undefined;
}

Deno.test("the words beside a progress are those of note.ts, where the stage says none", () => {
  const note: NoteProgress<unknown> = ({ metrics }, params) =>
    `epoch ${metrics!.step + 1}/${
      (params as { readonly epochs: number }).epochs
    }`;
  assertEquals(reported(note), "epoch 3/8");
  assertEquals(reported(note, "own words"), "own words");
  assertEquals(reported(undefined), undefined);
  assertEquals(reported(() => undefined), undefined);
  const faulty = () => {
    throw new Error("no words");
  };
  assertEquals(reported(faulty), undefined);
});
