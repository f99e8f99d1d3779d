import { usageError } from "../../base/pipeline_error.ts";
import type { LocatedMap } from "../../definition/yaml/located.ts";
import { type Problem, problemAt } from "../../definition/yaml/problem.ts";
import {
  readSettings,
  takeSettings,
} from "../../definition/yaml/settings_file.ts";
import { isPublicKey } from "./record_signature.ts";
import {
  reportUnexpected,
  scalarOf,
  textOf,
} from "../../definition/yaml/node_checks.ts";

/** Settings in `shared.yaml` of a project. */
export interface SharedSettings {
  /** `http://`, `https://` or `s3://`. */
  readonly url?: string;
  readonly readOnly: boolean;
  /** Seconds after which a silent server counts as dead. */
  readonly timeout: number;
  /** Public keys whose records are believed. */
  readonly trust: readonly string[];
}

const KEYS = ["url", "read-only", "timeout", "trust"];
const DEFAULT: SharedSettings = { readOnly: false, timeout: 10, trust: [] };

/**
 * Reads the settings of a shared cache.
 *
 * @returns The settings. Throws a `PipelineError` of kind `usage`, with `file:line:column` of each mistake.
 */
export function parseSharedSettings(
  text: string,
  file: string,
): SharedSettings {
  return readSettings(text, file, read) ?? DEFAULT;
}

/** Throws a `PipelineError` of kind `usage` for a text that is no address of a shared cache, or has secrets in it. */
export function checkSharedUrl(text: string, place: string): void {
  const wrong = urlProblem(text);
  if (wrong !== undefined) {
    throw usageError(`${wrong} in ${place}`);
  }
}

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined || !["http:", "https:", "s3:"].includes(url.protocol) ||
    url.host === ""
  ) {
    return "Expected http://HOST, https://HOST or s3://BUCKET but found another text";
  }
  if (url.username + url.password + url.search + url.hash !== "") {
    return "Expected an address without user, password or query (the token is SDARTS_SHARED_TOKEN) but found one with them";
  }
  return undefined;
}

function read(map: LocatedMap, problems: Problem[]): SharedSettings {
  const settings = takeSettings(map, { known: KEYS, problems }, (take) => {
    take("url", "an address", (node) => {
      const url = textOf(node);
      const problem = url === undefined ? undefined : urlProblem(url);
      if (problem !== undefined) problems.push(problemAt(node, problem));
      return url;
    });
    take("read-only", "true or false", (node) => {
      const value = scalarOf(node);
      return typeof value === "boolean" ? value : undefined;
    });
    take("timeout", "seconds above 0, at most 3600", (node) => {
      const value = scalarOf(node);
      return typeof value === "number" && value > 0 && value <= 3600
        ? value
        : undefined;
    });
    take("trust", "a list of public keys", (node) => {
      if (node.type !== "list") return undefined;
      const what = "trust to be a list of public keys (ed25519:...)";
      return node.items.flatMap((item) => {
        const text = textOf(item);
        if (text !== undefined && isPublicKey(text)) return [text];
        reportUnexpected(item, what, problems);
        return [];
      });
    });
  });
  const { "read-only": readOnly = DEFAULT.readOnly, ...others } = settings;
  return { ...DEFAULT, ...others, readOnly: readOnly as boolean };
}
