import { z } from "zod";

/** File with the state of a run in its temporary folder, which is removed at its end. */
export const LIVE_FILE = "live.json";

const PROGRESS = z.lazy(() =>
  z.object({
    time: z.number(),
    progress: z.object({
      done: z.number(),
      total: z.number(),
      unit: z.string(),
      note: z.string().exactOptional(),
    }),
  })
);
const INSTANCE = z.lazy(() =>
  z.object({
    instance: z.string(),
    /** Key of its action; absent while it waits for a lock. */
    key: z.string().exactOptional(),
    /** Start, in seconds since 1970. */
    began: z.number(),
    /** Holder of the lock that it waits for. */
    waitsFor: z.object({ pid: z.int(), host: z.string() }).nullable()
      .exactOptional(),
    /** First progress report of this attempt, with seconds since 1970. */
    first: PROGRESS.exactOptional(),
    last: PROGRESS.exactOptional(),
  })
);

/** Shape of the state of a run; made when one is read, as every run loads this module. */
export const LIVE_STATUS = z.lazy(() =>
  z.object({
    pipeline: z.string(),
    /** The pipeline file, as the user typed it. */
    file: z.string(),
    /** Start, in seconds since 1970. */
    began: z.number(),
    total: z.number(),
    /** Numbers of instances that ran, were in the cache, and failed. */
    counts: z.object({
      ran: z.number(),
      cached: z.number(),
      failed: z.number(),
    }),
    /** Progress of native software that is being prepared, by name. */
    preparing: z.record(z.string(), PROGRESS),
    instances: z.array(INSTANCE),
  })
);

/** An instance in progress. */
export type LiveInstance = Readonly<z.infer<typeof INSTANCE>>;

/** State that a run writes while it lives. */
export type LiveStatus = Readonly<z.infer<typeof LIVE_STATUS>>;
