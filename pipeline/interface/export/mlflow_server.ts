import { z } from "zod";
import { ifPossible } from "../../../common/if_possible.ts";
import { whyUnreachable } from "../../../common/why_unreachable.ts";
import { PipelineError, usageError } from "../../base/pipeline_error.ts";

/** A tracking server by its REST interface. */
export interface MlflowServer {
  /** Address without user and password, for messages. */
  readonly shown: string;
  /**
   * Calls a method of the interface, such as `runs/create`.
   *
   * @returns What it answers; `undefined` where it says that the resource does not exist. Throws a `PipelineError` of one
   * line for everything else.
   */
  ask<T>(
    method: "GET" | "POST",
    path: string,
    options: {
      readonly body: Readonly<Record<string, unknown>>;
      readonly answer: z.ZodType<T>;
    },
  ): Promise<T | undefined>;
  /** Uploads a file to the artifacts that the server proxies. */
  upload(path: string, body: ReadableStream<Uint8Array>): Promise<void>;
}

/** Milliseconds after which a silent server counts as dead. */
const PATIENCE = 60_000;

/** Most characters of a server's words in a message. */
const MOST_WORDS = 300;

const REFUSAL = z.object({ error_code: z.string(), message: z.string() });

/**
 * A tracking server.
 *
 * Throws a `PipelineError` of kind `usage` for an address of another kind.
 *
 * @param options Address, and the variables `MLFLOW_TRACKING_*` of logins, of which no message shows one.
 */
export function mlflowServer(
  { uri, env }: {
    readonly uri: string;
    readonly env: (name: string) => string | undefined;
  },
): MlflowServer {
  const { shown, base, login } = addressOf(uri);
  const headers = loginHeaders(login, env);
  const wrong = (text: string) =>
    new PipelineError("failed", `Cannot export to ${shown}: ${text}`);
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(url, {
        ...init,
        headers: { ...headers, ...init.headers },
        // A redirect could carry the login to another host, and often ends at a page for people.
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      throw wrong(`cannot reach it: ${whyUnreachable(error)}`);
    }
  };
  const logins = (status: number, words: string) =>
    status === 403
      ? `it does not allow this (403)${words}`
      : `it asks for another login (401): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN`;
  return {
    shown,
    ask: async (method, path, { body, answer }) => {
      const query = method === "GET"
        ? `?${new URLSearchParams(body as Record<string, string>)}`
        : "";
      const response = await send(
        `${base}/api/2.0/mlflow/${path}${query}`,
        method === "GET" ? { method } : {
          method,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        },
      );
      const { status } = response;
      const text = await response.text();
      const refusal =
        REFUSAL.safeParse(ifPossible(() => JSON.parse(text))).data;
      const words = refusal === undefined
        ? ""
        : `: ${refusal.message.split("\n", 1).join().slice(0, MOST_WORDS)}`;
      if (status === 401 || status === 403) throw wrong(logins(status, words));
      if (refusal?.error_code === "RESOURCE_DOES_NOT_EXIST") return undefined;
      if (refusal !== undefined) {
        throw wrong(`it refuses ${path} (${refusal.error_code})${words}`);
      }
      if (status === 413 || status === 429 || status >= 500) {
        throw wrong(`it refuses ${path} (status ${status})`);
      }
      const found = answer.safeParse(ifPossible(() => JSON.parse(text)));
      if (response.ok && found.success) return found.data;
      throw wrong(
        `Expected an MLflow tracking server but found status ${status} with ${
          response.headers.get("location") ??
            response.headers.get("content-type") ?? "no content"
        } as the answer to ${path}`,
      );
    },
    upload: async (path, body) => {
      const response = await send(
        `${base}/api/2.0/mlflow-artifacts/artifacts/${
          path.split("/").map(encodeURIComponent).join("/")
        }`,
        { method: "PUT", body },
      );
      await response.body?.cancel();
      const { status, ok } = response;
      if (status === 401 || status === 403) throw wrong(logins(status, ""));
      if (!ok) {
        throw wrong(`it refuses the artifact ${path} (status ${status})`);
      }
    },
  };
}

function addressOf(uri: string) {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(uri)?.[0] ?? "another text";
    throw usageError(
      `Expected the address of an MLflow tracking server, http:// or https://, but found ${scheme}`,
    );
  }
  const { origin, pathname, username, password } = url;
  const base = `${origin}${pathname}`.replace(/\/+$/, "");
  const login = username === ""
    ? undefined
    : [username, password].map(decodeURIComponent).join(":");
  return { shown: base, base, login };
}

/** The login in the address, else user and password, else a token; the order of MLflow's own client. */
function loginHeaders(
  login: string | undefined,
  env: (name: string) => string | undefined,
): Record<string, string> {
  const [user, password, token] = ["USERNAME", "PASSWORD", "TOKEN"]
    .map((name) => env(`MLFLOW_TRACKING_${name}`));
  const basic = login ??
    (user === undefined || password === undefined
      ? undefined
      : `${user}:${password}`);
  return basic !== undefined
    ? {
      authorization: `Basic ${new TextEncoder().encode(basic).toBase64()}`,
    }
    : token !== undefined
    ? { authorization: `Bearer ${token}` }
    : {};
}
