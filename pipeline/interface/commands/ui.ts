import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import type { Arguments } from "./command.ts";
import { PipelineError } from "../../base/pipeline_error.ts";
import type { Project } from "../../execution/plan/project.ts";
import { pipelineOptions } from "./pipeline_options.ts";
import { serveUntilSignal } from "../terminal/serve_until_signal.ts";
import { writeOut } from "../terminal/write_out.ts";
import { pageFiles } from "../ui/page_files.ts";
import { pageServer } from "../ui/page_server.ts";
import { watchPipeline } from "../ui/watch_pipeline.ts";

const HOST = "127.0.0.1";
/** Taken where the command line says nothing; where another program has it, any other. */
const PORT = 8791;

/**
 * `ui [file.yaml]`: serves a page that shows the pipeline while it runs, and what it made, until Ctrl-C. It reads the
 * cache as it is; runs are started elsewhere.
 *
 * @param args The command line.
 * @param project The project.
 * @returns Exit code 130 or 143.
 */
export async function ui(
  args: Arguments,
  project: Project,
): Promise<number> {
  const [watch, files] = await Promise.all([
    watchPipeline(pipelineOptions(args, project), project),
    pageFiles(),
  ]);
  const token = Buffer.from(randomBytes(24)).toString("base64url");
  const handler = pageServer({ watch, files, token });
  const serve = (port: number) =>
    serveUntilSignal({
      hostname: HOST,
      port,
      onListen: ({ port }) => {
        const url = `http://${HOST}:${port}/?token=${token}`;
        writeOut(
          args.flags.json
            ? `${JSON.stringify({ url, port })}\n`
            : `${url}\nCtrl-C ends it\n`,
        );
      },
    }, handler);
  const { port } = args.flags;
  try {
    return await serve(port ?? PORT);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    if (port === undefined) return await serve(0);
    throw new PipelineError(
      "usage",
      `Expected --port to be free but found ${port} in use (0: any)`,
    );
  }
}
