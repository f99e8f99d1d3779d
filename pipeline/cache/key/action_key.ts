import type { CodeDigest } from "./code_digest.ts";
import type { Json } from "../../base/canonical_json.ts";
import { digest } from "../../base/digest.ts";
import type { Instance, Pipeline } from "../../definition/graph/pipeline.ts";
import type { FoldedStage, Point } from "../../stage.ts";

/** One input artifact in a key. */
export interface KeyedInput {
  readonly digest: string;
  /** Last part of the path at which the stage finds it. */
  readonly file: string;
  /** Coordinates; only for a gathered input. */
  readonly point?: Point;
}

/**
 * Everything that decides the outputs of an action. Paths, hosts and dates are not part of it, and names of instances are
 * only for a stage that asks for the graph.
 */
export interface KeyParts {
  readonly schema: 1;
  readonly stage: string;
  /** Digest of the modules that the stage reaches. */
  readonly code: string;
  /** Digest of the code of each module that the parameters choose, by role. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly params: Json;
  /** What the declaration chooses for the parameters. */
  readonly choices?: Json;
  readonly inputs: Readonly<Record<string, KeyedInput | readonly KeyedInput[]>>;
  /** Outputs by name: kind and path. */
  readonly outputs: Readonly<
    Record<string, { readonly kind: string; readonly path: string }>
  >;
  /** Files of the project and programs that a command reads, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Python and the distributions that a command starts, by name: version and digest. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Declared environment variables; `null` for an unset one. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly toolchain: Readonly<Record<string, string>>;
  readonly deno: string;
  readonly os: string;
  readonly arch: string;
  /** The folded DAG, for a stage that asks for it. */
  readonly graph?: readonly FoldedStage[];
  /** Digest of what its inputs descend from, for the same. */
  readonly lineage?: string;
  /** Digest of the trials and decisions of the sweep, for the same. */
  readonly sweep?: string;
}

/** The machine, as far as keys depend on it. */
export interface Machine {
  readonly deno: string;
  readonly os: string;
  readonly arch: string;
  /** Value of an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    deno: Deno.version.deno,
    os: Deno.build.os,
    arch: Deno.build.arch,
    env: (name) => Deno.env.get(name),
  };
}

/** Collects the parts of an instance's key. */
export function keyParts(
  instance: Instance,
  known: {
    readonly pipeline: Pipeline;
    readonly code: CodeDigest;
    readonly inputs: KeyParts["inputs"];
    readonly toolchain: Readonly<Record<string, string>>;
    readonly machine: Machine;
    readonly files?: KeyParts["files"];
    readonly parts?: KeyParts["parts"];
    readonly environment?: KeyParts["environment"];
  },
): KeyParts {
  const { definition } = instance.stage.module;
  const { deno, os, arch } = known.machine;
  const { env: names = [] } = instance.permissions;
  const env = names.map((name) =>
    [name, known.machine.env(name) ?? null] as const
  );
  const outputs = Object.entries(definition.outputs).map((
    [name, { kind, path }],
  ) => [name, { kind, path }] as const);
  const parts: KeyParts = {
    schema: 1,
    stage: definition.name,
    code: known.code.digest,
    params: instance.params,
    inputs: known.inputs,
    outputs: Object.fromEntries(outputs),
    env: Object.fromEntries(env),
    toolchain: known.toolchain,
    deno,
    os,
    arch,
  };
  return {
    ...parts,
    ...(instance.choices === undefined ? {} : { choices: instance.choices }),
    ...(known.parts === undefined ? {} : { parts: known.parts }),
    ...(known.files === undefined ? {} : { files: known.files }),
    ...(known.environment === undefined
      ? {}
      : { environment: known.environment }),
    ...(definition.graph === true
      ? {
        graph: known.pipeline.graph,
        lineage: lineageDigest(instance),
        ...(instance.sweep === undefined
          ? {}
          : { sweep: digest("sweep", instance.sweep) }),
      }
      : {}),
  };
}

/** Digest of the instances that an instance descends from, with those at its own inputs. */
function lineageDigest({ inputs, lineage = [] }: Instance): string {
  const origins = inputs.map(({ name, members }) => [
    name,
    members.map(({ instance, output }) => [instance, output]),
  ]);
  return digest("lineage", [origins, lineage]);
}

/** Key of an action: SHA-256 of its parts in canonical JSON. */
export function actionKey(parts: KeyParts): string {
  return digest("action", parts);
}
