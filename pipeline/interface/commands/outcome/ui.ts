import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import type { RunCommand } from "../command.ts";
import { PipelineError } from "../../../base/pipeline_error.ts";
import { pipelineOptions } from "../pipeline_options.ts";
import { serveUntilSignal } from "../../terminal/serve_until_signal.ts";
import { writeJson, writeOut } from "../../terminal/write_out.ts";
import { pageFiles } from "../../ui/page_files.ts";
import { pageServer } from "../../ui/page_server.ts";
import { watchPipeline } from "../../ui/watch_pipeline.ts";

const HOST = "127.0.0.1";
/** Default port; any free port if it is taken. */
const PORT = 8791;

/**
 * `ui [file.yaml]`: serves a page that shows the pipeline while it runs, and its results, until Ctrl-C. It only reads the
 * cache; runs are other processes.
 *
 * @returns Exit code 130 or 143.
 */
export const ui: RunCommand = async (args, project) => {
  const [watch, files] = await Promise.all([
    watchPipeline(await pipelineOptions(args, project), project),
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
        if (args.flags.json) writeJson({ url, port });
        else writeOut(`${url}\nCtrl-C stops the server\n`);
      },
    }, handler);
  const { port } = args.flags;
  try {
    return await serve(port ?? PORT);
  } catch (error) {
    if (port !== undefined || !(error instanceof PipelineError)) throw error;
    return await serve(0);
  }
};
