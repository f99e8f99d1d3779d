// A server of a shared cache that fails at random.
import type { RandomStream } from "../../../engine/philox.ts";

/** Faults of a cache server. */
export const FLAWS = [
  "error",
  "cut",
  "wrong bytes",
  "missing",
  "takes nothing",
  "hangs",
] as const;

/** One of them. */
export type Flaw = typeof FLAWS[number];

/** An address of a cache server that does not always do what it should. */
export interface FlakyServer extends AsyncDisposable {
  readonly url: string;
  /** Fault of every second answer on average. */
  flaw: Flaw | undefined;
  /** Wrong answers so far. */
  readonly wrong: () => number;
}

/** Puts an unreliable address before a handler. */
export function flakyServer(
  honest: (request: Request) => Promise<Response>,
  random: RandomStream,
): FlakyServer {
  const stop = new AbortController();
  let wrong = 0;
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    signal: stop.signal,
    onListen: () => {},
    onError: () => new Response(null, { status: 500 }),
  }, async (request) => {
    const flaw = made.flaw;
    const reading = request.method === "GET";
    const fits = flaw !== undefined &&
      (flaw === "takes nothing" ? !reading : flaw !== "cut" || reading);
    if (!fits || random.uniform() < 0.5) return await honest(request);
    if (flaw === "wrong bytes" && !reading) return await honest(request);
    wrong++;
    if (flaw === "hangs") return await new Promise<Response>(() => {});
    if (flaw === "missing") return new Response(null, { status: 404 });
    if (flaw === "error" || flaw === "takes nothing") {
      return new Response(null, { status: 503 });
    }
    const answer = await honest(request);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (flaw === "cut") return new Response(bytes.slice(0, bytes.length / 2));
    if (bytes.length > 0) bytes[random.below(bytes.length)]! ^= 1;
    return new Response(bytes, { status: answer.status });
  });
  const made: FlakyServer = {
    url: `http://127.0.0.1:${server.addr.port}`,
    flaw: undefined,
    wrong: () => wrong,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await server.finished;
    },
  };
  return made;
}
