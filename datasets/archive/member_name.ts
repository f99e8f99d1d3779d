import { MOST_MEMBERS } from "./archive.ts";

/** A name for messages: on one line. */
function shown(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 117)}...` : name);
}

/**
 * Checks the name of an archive's member and returns it without a leading `./`.
 *
 * @throws {RangeError} If it is absolute, leads out of the folder, or could mean another file on another system.
 *
 * @example
 * ```ts
 * import { memberName } from "./member_name.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(memberName("./train/a.JPEG", "x.tar"), "train/a.JPEG");
 * assertThrows(() => memberName("train/../../a", "x.tar"), RangeError);
 * ```
 */
export function memberName(name: string, place: string): string {
  const steps = name.split("/").filter((step, at) => step !== "." || at > 0);
  const wrong = name === "" || name.startsWith("/") || name.includes("\\") ||
    // deno-lint-ignore no-control-regex
    /[\x00-\x1f\x7f]/.test(name) || /^[A-Za-z]:/.test(name) ||
    steps.length === 0 ||
    steps.some((step) => step === "" || step === "." || step === "..");
  if (wrong) {
    throw new RangeError(
      `Expected a path inside the archive but found ${shown(name)} in ${place}`,
    );
  }
  return steps.join("/");
}

/** Names of an archive's members as they are read, each checked by {@linkcode memberName}. */
export interface MemberNames {
  /** Plain name of a file; throws if another member has it. */
  file(name: string): string;
  /** Notes a folder; that of the archive itself has no name. */
  folder(name: string): void;
  readonly folders: ReadonlySet<string>;
}

/** Starts the names of an archive. */
export function memberNames(place: string): MemberNames {
  const once = distinctNames(place);
  const folders = new Set<string>();
  return {
    folders,
    file(raw) {
      const name = memberName(raw, place);
      once(name);
      return name;
    },
    folder(raw) {
      const bare = raw.replace(/\/+$/, "");
      if (raw !== "" && (bare === "." || bare === "")) return;
      const name = memberName(bare, place);
      if (folders.has(name)) return;
      once(name);
      folders.add(name);
    },
  };
}

/** Makes a function that throws on a name that it has seen before, and on too many names. */
export function distinctNames(
  place: string,
  most = MOST_MEMBERS,
): (name: string) => void {
  const seen = new Set<string>();
  return (name) => {
    if (seen.has(name)) {
      throw new RangeError(
        `Expected each file once but found ${shown(name)} twice in ${place}`,
      );
    }
    if (seen.size === most) {
      throw new RangeError(
        `Expected at most ${most} files but found more in ${place}`,
      );
    }
    seen.add(name);
  };
}
