import { usageError } from "../../base/pipeline_error.ts";
import { boundedServer, type Handler } from "./bounded_server.ts";
import { onSignals } from "./stop_on_signals.ts";

/**
 * Serves requests until Ctrl-C or SIGTERM.
 *
 * Throws a `PipelineError` of kind `usage` for a port that is taken.
 *
 * @param options Address; `onListen` gets the port.
 * @returns Exit code: 130 or 143.
 */
export async function serveUntilSignal(
  { hostname, port, onListen }: {
    readonly hostname: string;
    readonly port: number;
    readonly onListen: (
      address: { readonly hostname: string; readonly port: number },
    ) => void;
  },
  handler: Handler,
): Promise<number> {
  const server = boundedServer(handler);
  const ended = Promise.withResolvers<number>();
  const close = onSignals(ended.resolve);
  server.on("error", (error: Error & { code?: string }) =>
    ended.reject(
      error.code === "EADDRINUSE"
        ? usageError(
          `Port ${port} is in use: choose another with --port (0: any free port)`,
        )
        : error,
    ));
  server.listen(port, hostname, () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) {
      onListen({ hostname, port: address.port });
    }
  });
  try {
    return await ended.promise;
  } finally {
    server.close();
    server.closeAllConnections();
    close();
  }
}
