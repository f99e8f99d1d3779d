import { sha256 } from "../../base/digest.ts";

/** Longest DNS-1123 label. */
const MOST = 63;
/** Characters of the digest that makes names unique. */
const MARK = 10;

/**
 * Name of a resource in a cluster, a DNS-1123 label: at most 63 lower-case letters, digits and dashes. Each identity has
 * one name, and different identities have different names.
 *
 * @param shown Texts that the name starts with, as far as they fit.
 * @param identity What the resource stands for.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dnsName } from "./dns_name.ts";
 * assertEquals(dnsName(["paper", "search@sdarts-rs,seed=0"]), "paper-search-sdarts-rs-seed-0-03fe07a3d8");
 * ```
 */
export function dnsName(
  shown: readonly string[],
  identity: readonly string[] = shown,
): string {
  const words = shown.map(slug).filter((word) => word !== "").join("-");
  const mark = sha256(JSON.stringify(identity)).slice(0, MARK);
  const start = words.slice(0, MOST - MARK - 1).replace(/-+$/, "");
  return start === "" ? `x-${mark}` : `${start}-${mark}`;
}

/** A text as the value of a label: at most 63 letters, digits and dashes. */
export function labelValue(text: string, most = MOST): string {
  return slug(text).slice(0, most).replace(/-+$/, "");
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
