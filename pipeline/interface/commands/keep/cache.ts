import type { Arguments, RunCommand } from "../command.ts";
import { tryLock } from "../../../base/file_lock.ts";
import { PipelineError, usageError } from "../../../base/pipeline_error.ts";
import { writeBeside } from "../../../beside/write_beside.ts";
import { unknownName } from "../../../../common/did_you_mean.ts";
import { serveUntilSignal } from "../../terminal/serve_until_signal.ts";
import { writeOut } from "../../terminal/write_out.ts";
import { cacheServer } from "../../../cache/shared/cache_server.ts";
import { newKeyPair } from "../../../cache/shared/record_signature.ts";

const ACTIONS = ["serve", "keygen"];
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** `cache serve DIR`: serves a shared cache from a folder. `cache keygen FILE`: creates a key that signs records. */
export const cache: RunCommand = async (args) => {
  const [action = "", path = ""] = args.words;
  if (action === "keygen") return keygen(path);
  if (action === "serve") return await serve(path, args.flags);
  throw usageError(
    unknownName(action, { what: "an action of cache", known: ACTIONS }),
  );
};

function keygen(path: string): void {
  const { privatePem, publicKey } = newKeyPair();
  try {
    writeBeside(path, privatePem, { fresh: true, mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw usageError(
      `Cannot write the private key to ${path}: the file exists`,
    );
  }
  writeOut(
    `private key in ${path}: set SDARTS_SHARED_KEY to this path\npublic key, for trust: in shared.yaml\n${publicKey}\n`,
  );
}

async function serve(
  folder: string,
  flags: Arguments["flags"],
): Promise<number> {
  const hostname = flags.host ?? "127.0.0.1";
  const token = Deno.env.get("SDARTS_SHARED_TOKEN");
  if (!LOOPBACK.includes(hostname) && !token) {
    throw usageError(
      `Set SDARTS_SHARED_TOKEN: a server that others can reach (--host ${hostname}) needs a token`,
    );
  }
  const lock = tryLock(`${folder}/serve.lock`);
  if (lock === undefined) {
    throw new PipelineError("locked", `another cache serve uses ${folder}`);
  }
  const handler = cacheServer({
    folder,
    quota: (flags.quota ?? 100) * 2 ** 30,
    ...(token ? { token } : {}),
  });
  const port = flags.port ?? 8790;
  try {
    return await serveUntilSignal({
      hostname,
      port,
      onListen: ({ hostname, port }) =>
        writeOut(`serving ${folder} on http://${hostname}:${port}\n`),
    }, handler);
  } finally {
    lock.release();
  }
}
