// Feeds a parser with damaged inputs.
import { randomStream } from "../../../engine/philox.ts";
import { PipelineError } from "../../../pipeline/base/pipeline_error.ts";
import { mutateBytes } from "./mutate_bytes.ts";

/** A parser, and valid inputs of it. */
export interface FuzzedParser {
  readonly seeds: readonly Uint8Array[];
  /** Takes an input; an error must be one that says what is wrong. */
  readonly parse: (bytes: Uint8Array<ArrayBuffer>) => unknown;
}

/** What came of a series of inputs. */
export interface FuzzCounts {
  inputs: number;
  /** Inputs that were refused with a message. */
  refused: number;
  /** Milliseconds of the slowest. */
  slowest: number;
  /** The slowest. */
  slow: string;
}

/** Words of errors that no part of this project wrote. */
const INTERNAL =
  /Cannot (?:read|set|convert|destructure|mix|access)|is not (?:a function|iterable|defined|a constructor)|call stack|Invalid (?:array|string|typed array|count|array buffer|time)|Unexpected (?:token|end|non)|out of bounds|Uncaught|BigInt|\[object/;

/**
 * Parses mutations of the valid inputs, which are themselves parsed first. Every error must have a message of this
 * project's.
 *
 * @param count Number of inputs.
 * @param seed Repeats them.
 */
export async function fuzzParser(
  name: string,
  { seeds, parse }: FuzzedParser,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<FuzzCounts> {
  const counts: FuzzCounts = { inputs: 0, refused: 0, slowest: 0, slow: "" };
  for (const valid of seeds) await parse(Uint8Array.from(valid));
  for (let index = 0; index < count; index++) {
    const random = randomStream({ seed, stream: `fuzz ${name} ${index}` });
    const bytes = mutateBytes(seeds[random.below(seeds.length)]!, random);
    const where = () =>
      `input ${index} of seed ${seed} of ${name}: ${
        JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 600)))
      }`;
    const began = performance.now();
    try {
      await parse(bytes);
    } catch (error) {
      counts.refused++;
      if (!isPlain(error)) {
        throw new Error(
          `Expected a message but found ${error} of ${where()}`,
          { cause: error },
        );
      }
    }
    const time = performance.now() - began;
    counts.inputs++;
    if (time > counts.slowest) {
      counts.slowest = time;
      counts.slow = where();
    }
  }
  return counts;
}

/** True for an error whose message was written for a user. */
function isPlain(error: unknown): boolean {
  if (error instanceof PipelineError) return true;
  return error instanceof Error && !INTERNAL.test(firstLine(error)) &&
    /Expected|Cannot|not found|not there/.test(error.message);
}

/** The message without what was found, which may be anything. */
function firstLine({ message }: Error): string {
  return message.replace(/but found[^]*/, "");
}
