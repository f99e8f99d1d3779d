import { usageError } from "../../base/pipeline_error.ts";
import type { Located, LocatedMap } from "../../definition/yaml/located.ts";
import { unknownName } from "../../../common/did_you_mean.ts";
import { type Problem, problemAt } from "../../definition/yaml/problem.ts";
import { readSettings } from "../../definition/yaml/settings_file.ts";
import { isPublicKey } from "./record_signature.ts";
import { reportUnexpected } from "../../definition/yaml/node_checks.ts";

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
  let settings = DEFAULT;
  for (const [name, { key, value }] of map.entries) {
    const wrong = (what: string, node: Located = value) => {
      reportUnexpected(node, `${name} to be ${what}`, problems);
    };
    const scalar = value.type === "scalar" ? value.value : undefined;
    if (name === "url") {
      if (typeof scalar !== "string") wrong("an address");
      else {
        const problem = urlProblem(scalar);
        if (problem !== undefined) problems.push(problemAt(value, problem));
        settings = { ...settings, url: scalar };
      }
    } else if (name === "read-only") {
      if (typeof scalar !== "boolean") wrong("true or false");
      else settings = { ...settings, readOnly: scalar };
    } else if (name === "timeout") {
      if (typeof scalar !== "number" || !(scalar > 0 && scalar <= 3600)) {
        wrong("seconds above 0, at most 3600");
      } else settings = { ...settings, timeout: scalar };
    } else if (name === "trust") {
      if (value.type !== "list") wrong("a list of public keys");
      else {
        const trust = value.items.flatMap((item) => {
          const text = item.type === "scalar" ? item.value : undefined;
          if (typeof text === "string" && isPublicKey(text)) return [text];
          wrong("a list of public keys (ed25519:...)", item);
          return [];
        });
        settings = { ...settings, trust };
      }
    } else {
      problems.push(
        problemAt(key, unknownName(name, { what: "a key", known: KEYS })),
      );
    }
  }
  return settings;
}
