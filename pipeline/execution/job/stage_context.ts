import type { Progress, StageContext } from "../../stage.ts";
import type { StageMessage } from "./stage_message.ts";
import type { StageRequest } from "./stage_request.ts";

/** Shortest time between two progress messages, in milliseconds. */
const PROGRESS_INTERVAL = 200;

/** Imported modules of a stage's parts by role. */
export type PartModules = Readonly<
  Record<string, Readonly<Record<string, unknown>>>
>;

/**
 * Builds the context of a stage's `run` from a request.
 *
 * @param channel Sends messages, signals the end of the work, and has the clock in milliseconds.
 */
export function stageContext<P>(
  request: Omit<StageRequest, "lock" | "end" | "detached" | "mark"> & {
    readonly parts: PartModules;
  },
  channel: {
    readonly send: (message: StageMessage) => void;
    readonly signal: AbortSignal;
    readonly now: () => number;
  },
): StageContext<P> {
  let last = -Infinity;
  const pick = <T>(
    from: Readonly<Record<string, T>>,
    name: string,
    what: string,
  ): T => {
    const value = Object.hasOwn(from, name) ? from[name] : undefined;
    if (value === undefined) {
      throw new RangeError(
        `Expected ${what} of stage ${request.stage} (${
          Object.keys(from).join(", ")
        }) but found ${name}`,
      );
    }
    return value;
  };
  return {
    params: request.params as P,
    choices: request.choices,
    part: <T>(role: string) =>
      Promise.resolve(pick(request.parts, role, "a part") as T),
    input: (name) => pick(request.inputs, name, "a wired input"),
    members: (name) => pick(request.members, name, "a gathered input"),
    has: (name) =>
      Object.hasOwn(request.inputs, name) ||
      (Object.hasOwn(request.members, name) &&
        request.members[name]?.length !== 0),
    output: (name) => pick(request.outputs, name, "a declared output"),
    checkpoint: request.checkpoint,
    progress: (progress: Progress) => {
      const now = channel.now();
      if (now - last < PROGRESS_INTERVAL && progress.done < progress.total) {
        return;
      }
      last = now;
      channel.send({ type: "progress", progress });
    },
    log: (line) => channel.send({ type: "log", line }),
    measure: (name, value) => channel.send({ type: "measure", name, value }),
    signal: channel.signal,
    graph: request.graph,
    lineage: request.lineage ?? [],
    ...(request.sweep === undefined ? {} : { sweep: request.sweep }),
  };
}
