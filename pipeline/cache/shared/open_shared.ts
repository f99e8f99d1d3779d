import { usageError } from "../../base/pipeline_error.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import { readTextIfThere } from "../../base/read_files.ts";
import type { SharedCache } from "./shared_cache.ts";

/** Name of the project's file with settings. */
export const SETTINGS_FILE = "shared.yaml";

/** Flags, files and environment that choose the shared cache. */
export interface SharedChoice {
  readonly folder: string;
  readonly folders: CacheFolders;
  /** `--shared`: an address, or `none`. */
  readonly flag: string | undefined;
  /** `--shared-read-only`. */
  readonly readOnly: boolean;
  readonly env: (name: string) => string | undefined;
  readonly warn: (message: string) => void;
}

/**
 * Opens the shared cache that the flag, the environment (`SDARTS_SHARED`) or the project's `shared.yaml` names, in this
 * order.
 *
 * The code of shared caches is loaded only if one is named. Secrets come from the environment alone:
 * `SDARTS_SHARED_TOKEN`, the path of a private key in `SDARTS_SHARED_KEY`, and for S3 the usual `AWS_` variables.
 *
 * @returns The cache; `undefined` if none is named.
 */
export async function openShared(
  choice: SharedChoice,
): Promise<SharedCache | undefined> {
  const named = choice.flag ?? choice.env("SDARTS_SHARED");
  if (named === "none") return undefined;
  const text = readTextIfThere(`${choice.folder}/${SETTINGS_FILE}`);
  if (named === undefined && text === undefined) return undefined;
  const { checkSharedUrl, parseSharedSettings } = await import(
    "./shared_settings.ts"
  );
  const settings = parseSharedSettings(text ?? "", SETTINGS_FILE);
  if (named !== undefined) {
    checkSharedUrl(
      named,
      choice.flag === undefined ? "SDARTS_SHARED" : "--shared",
    );
  }
  const url = named ?? settings.url;
  if (url === undefined) return undefined;
  const [{ sharedCache }, { readSigner }, { httpStore, s3Store }] =
    await Promise.all([
      import("./shared_cache.ts"),
      import("./record_signature.ts"),
      import("./remote_store.ts"),
    ]);
  const keyFile = choice.env("SDARTS_SHARED_KEY");
  const signer = keyFile === undefined ? undefined : readSigner(keyFile);
  const trusted = new Set(settings.trust);
  // Records that this machine signed are trusted too.
  if (signer !== undefined) trusted.add(signer.publicKey);
  if (trusted.size === 0) {
    throw usageError(
      `the shared cache ${url} needs trusted keys: add trust: to ${SETTINGS_FILE}, or set SDARTS_SHARED_KEY`,
    );
  }
  const sends = signer !== undefined && !choice.readOnly && !settings.readOnly;
  return sharedCache({
    store: url.startsWith("s3://")
      ? s3Store(url, s3Access(choice.env))
      : httpStore(url, choice.env("SDARTS_SHARED_TOKEN")),
    folders: choice.folders,
    trusted,
    ...(sends ? { signer } : {}),
    timeout: settings.timeout,
    warn: choice.warn,
  });
}

function s3Access(env: SharedChoice["env"]) {
  const need = (name: string) => {
    const value = env(name);
    if (value !== undefined) return value;
    throw usageError(
      `a shared cache in S3 needs the environment variable ${name}`,
    );
  };
  const region = env("AWS_REGION") ?? "us-east-1";
  const sessionToken = env("AWS_SESSION_TOKEN");
  return {
    endpoint: env("AWS_ENDPOINT_URL_S3") ?? env("AWS_ENDPOINT_URL") ??
      `https://s3.${region}.amazonaws.com`,
    region,
    credentials: {
      accessKeyId: need("AWS_ACCESS_KEY_ID"),
      secretAccessKey: need("AWS_SECRET_ACCESS_KEY"),
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
}
