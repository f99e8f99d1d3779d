import { ifPossible } from "../../../common/if_possible.ts";
import { failureText } from "./failure_text.ts";
import { holdGpus, holdLock } from "./hold_lock.ts";
import { fileSizes, writeResult } from "./job_result.ts";
import type { JobResult } from "./read_result.ts";
import type { StageContext } from "../../stage.ts";
import { type PartModules, stageContext } from "./stage_context.ts";
import { stageTrace } from "./stage_trace.ts";
import type { StageMessage } from "./stage_message.ts";
import type { StageRequest } from "./stage_request.ts";
import { writeAll } from "../../../common/write_all.ts";

/** Most milliseconds between the first and the last signal of one request to stop. */
const STOP_SPREAD = 2000;

/**
 * Body of a stage process: reads the request named by the first argument, runs the stage, reports on standard output
 * and ends the process.
 *
 * The result is written to `request.end` before it is reported. SIGTERM aborts `context.signal`. The end of standard
 * input means that the scheduler died: unless it is detached, the process then ends at once. A process that cannot
 * notice (busy in native code) still holds its lock file, by which the next scheduler finds and ends it.
 */
export async function runStage<P>(
  stage: { readonly run?: (context: StageContext<P>) => Promise<void> },
  parts: PartModules,
): Promise<never> {
  const [path] = Deno.args;
  if (path === undefined) {
    throw new TypeError("the first argument must be the path of a request");
  }
  const request = JSON.parse(Deno.readTextFileSync(path)) as StageRequest;
  const send = (message: StageMessage) => sendMessage(request.mark, message);
  const abort = new AbortController();
  Deno.addSignalListener(
    "SIGTERM",
    () =>
      abort.abort(
        new DOMException("The stage was asked to stop", "AbortError"),
      ),
  );
  if (request.detached === undefined) endWithParent();
  await holdLock(request.lock);
  await holdGpus(request.gpuLocks ?? []);
  const finish = (result: JobResult) =>
    writeResult(request.end, result, request.detached !== undefined);
  // Keeps text of libraries out of the messages on standard output.
  console.log = console.info = console.debug = console.error;
  try {
    if (stage.run === undefined) {
      throw new TypeError("the stage's module exports no function run");
    }
    await stage.run(
      stageContext({ ...request, parts }, {
        send,
        signal: abort.signal,
        now: () => performance.now(),
      }),
    );
    finish({
      status: "done",
      message: "",
      ...(request.detached === undefined
        ? {}
        : { files: fileSizes(request.detached) }),
    });
    send({ type: "done" });
  } catch (error) {
    if (request.detached !== undefined) await awaitStop(abort.signal);
    if (abort.signal.aborted) {
      finish({ status: "stopped", message: "" });
      send({ type: "stopped" });
      Deno.exit(143);
    }
    console.error(stageTrace(error));
    const message = failureText(error);
    // On a full disk the message below still tells the cause.
    ifPossible(() => finish({ status: "failed", message }));
    send({ type: "failed", message });
    Deno.exit(1);
  }
  Deno.exit(0);
}

/**
 * Waits a moment for a request to stop. A cluster that stops a job signals its processes one after the other: the stage
 * may fail because a process that it started died of the signal before this process got it.
 */
async function awaitStop(signal: AbortSignal): Promise<void> {
  const end = performance.now() + STOP_SPREAD;
  while (!signal.aborted && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function sendMessage(mark: string, message: StageMessage): void {
  const bytes = new TextEncoder().encode(
    `${mark}${JSON.stringify(message)}\n`,
  );
  writeAll(Deno.stdout, bytes);
}

async function endWithParent(): Promise<void> {
  const buffer = new Uint8Array(64);
  try {
    while (await Deno.stdin.read(buffer) !== null);
  } catch {
    // A broken pipe counts as a closed one.
  }
  Deno.exit(1);
}
