import { EXIT } from "../../base/exit_codes.ts";

/**
 * Serves requests until Ctrl-C or SIGTERM.
 *
 * @param options Address; `onListen` gets the port.
 * @returns Exit code: 130 or 143.
 */
export async function serveUntilSignal(
  options: {
    readonly hostname: string;
    readonly port: number;
    readonly onListen: (address: Deno.NetAddr) => void;
  },
  handler: (request: Request) => Response | Promise<Response>,
): Promise<number> {
  const stop = new AbortController();
  let code: number = EXIT.done;
  const end = (found: number) => () => {
    code = found;
    stop.abort();
  };
  const interrupt = end(EXIT.interrupted);
  const terminate = end(EXIT.terminated);
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", terminate);
  try {
    await Deno.serve({ ...options, signal: stop.signal }, handler).finished;
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
    Deno.removeSignalListener("SIGTERM", terminate);
  }
  return code;
}
