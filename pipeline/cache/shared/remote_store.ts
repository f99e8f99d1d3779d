import { AwsClient } from "aws4fetch";

/** Part of a shared cache: `ac` has records by key, `cas` has contents by SHA-256. */
export type Shelf = "ac" | "cas";

/** A key-value store that is reached over HTTP. */
export interface RemoteStore {
  /** Address without secrets, for messages. */
  readonly shown: string;
  /** Gets bytes; `undefined` for an unknown name. */
  get(
    shelf: Shelf,
    name: string,
    signal: AbortSignal,
  ): Promise<Response | undefined>;
  /** True for a known name. */
  has(shelf: Shelf, name: string, signal: AbortSignal): Promise<boolean>;
  /** Stores bytes. */
  put(
    shelf: Shelf,
    name: string,
    body: { readonly bytes: Uint8Array<ArrayBuffer> },
    signal: AbortSignal,
  ): Promise<void>;
}

type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A shared cache over plain HTTP, in the layout of Bazel's remote cache: `URL/ac/<key>` and `URL/cas/<sha256>`.
 *
 * @param url Address; the settings refuse one with a name or password.
 * @param token Bearer token, if the server asks for one.
 */
export function httpStore(url: string, token?: string): RemoteStore {
  const headers: Record<string, string> = token === undefined
    ? {}
    : { authorization: `Bearer ${token}` };
  return storeAt(
    url,
    url,
    (target, init) => fetch(target, { ...init, headers }),
  );
}

/** Access to an S3 bucket. */
export interface S3Access {
  /** Endpoint, such as `https://s3.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  /** Key id, secret and, for temporary ones, session token. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/**
 * A shared cache in an S3 bucket, with the same layout below `s3://bucket/prefix`.
 *
 * @param access Endpoint and credentials.
 */
export function s3Store(url: string, access: S3Access): RemoteStore {
  const aws = new AwsClient({
    ...access.credentials,
    region: access.region,
    service: "s3",
    retries: 0,
  });
  const base = `${access.endpoint.replace(/\/+$/, "")}/${
    url.slice("s3://".length)
  }`;
  return storeAt(base, url, async (target, init) => {
    const { headers } = await aws.sign(target, {
      method: init.method ?? "GET",
    });
    return await fetch(target, { ...init, headers });
  });
}

function storeAt(base: string, shown: string, send: Send): RemoteStore {
  const root = base.replace(/\/+$/, "");
  const ask = async (
    method: string,
    path: string,
    init: RequestInit,
  ): Promise<Response | undefined> => {
    // Redirects are refused: they could leak the token to another host.
    const response = await send(`${root}/${path}`, {
      ...init,
      method,
      redirect: "error",
    });
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404 && method !== "PUT") return undefined;
    throw new Error(
      `${method} failed with status ${response.status}`,
    );
  };
  return {
    shown,
    get: (shelf, name, signal) => ask("GET", `${shelf}/${name}`, { signal }),
    has: async (shelf, name, signal) =>
      await ask("HEAD", `${shelf}/${name}`, { signal }) !== undefined,
    put: async (shelf, name, { bytes }, signal) => {
      const done = await ask("PUT", `${shelf}/${name}`, {
        signal,
        body: bytes,
      });
      await done?.body?.cancel();
    },
  };
}
