import {
  actionKey,
  type KeyedInput,
  type KeyParts,
  keyParts,
  type Machine,
} from "./action_key.ts";
import { type ActionRecord, outputDigest } from "../store/action_record.ts";
import type { CacheFolders } from "../store/cache_folders.ts";
import type { CodeDigest, CodeReader } from "./code_digest.ts";
import { commandDigests } from "./command_digests.ts";
import type { FileDigests } from "../../base/file_digests.ts";
import type { Instance, Pipeline } from "../../definition/graph/pipeline.ts";
import type { OutsideReader } from "../outside/outside_inputs.ts";
import type { EnvironmentReader } from "../outside/python_environment.ts";
import type { Toolchains } from "./toolchains.ts";

/** A pipeline with all that its keys are computed from. */
export interface OpenedPipeline {
  readonly pipeline: Pipeline;
  /** Names of the instances that may run; the others must be in the cache. Without it all may. */
  readonly mayRun?: ReadonlySet<string>;
  /** Instances of a sweep whose failure ranks their trial last: they do not run again. */
  readonly lost?: ReadonlySet<string>;
  /** Profile of the pipeline file that is applied. */
  readonly profile?: string | undefined;
  readonly folders: CacheFolders;
  readonly code: CodeReader;
  readonly toolchains: Toolchains;
  readonly digestOf: FileDigests;
  /** Tells which Python distributions a command finds. */
  readonly environmentOf: EnvironmentReader;
  /** Looks at the files and folders of the user outside of the cache. */
  readonly outside: OutsideReader;
  readonly machine: Machine;
}

/** An instance whose inputs are known. */
export interface Action {
  readonly key: string;
  readonly parts: KeyParts;
  /** Modules that the stage reaches. */
  readonly code: CodeDigest;
}

/** Parts of an instance's key without its inputs. */
export async function ownParts(
  instance: Instance,
  opened: OpenedPipeline,
): Promise<{ parts: KeyParts; code: CodeDigest }> {
  const { module } = instance.stage;
  const [work, toolchain, parts] = await Promise.all([
    opened.code(module.work ?? module.path),
    opened.toolchains.identify(module.toolchain, instance.resources.gpus),
    partCodes(instance, opened.code),
  ]);
  // A process imports its parts, and may read the files that their code names.
  const assets = Object.values(parts).flatMap(({ assets }) => assets);
  const code = assets.length === 0
    ? work
    : { ...work, assets: [...new Set([...work.assets, ...assets])] };
  const { pipeline, machine } = opened;
  const { files } = module;
  const environment = files === undefined
    ? {}
    : await opened.environmentOf(files);
  return {
    parts: keyParts(instance, {
      pipeline,
      code,
      toolchain,
      machine,
      inputs: {},
      ...(instance.parts === undefined ? {} : {
        parts: Object.fromEntries(
          Object.entries(parts).map(([role, { digest }]) => [role, digest]),
        ),
      }),
      ...(files === undefined ? {} : {
        files: commandDigests(files, opened.digestOf),
      }),
      ...(Object.keys(environment).length === 0 ? {} : { environment }),
    }),
    code,
  };
}

/** Code of an instance's parts by role. */
async function partCodes(
  { parts }: Instance,
  code: CodeReader,
): Promise<Record<string, CodeDigest>> {
  if (parts === undefined) return {};
  return Object.fromEntries(
    await Promise.all(
      Object.entries(parts.modules).map(async ([role, path]) =>
        [role, await code(path)] as const
      ),
    ),
  );
}

/** Gives the digest of an output of a needed instance. */
export type MadeDigests = (instance: string, output: string) => string;

/** Gives digests of outputs from action records. */
export function recordedDigests(
  records: ReadonlyMap<string, ActionRecord>,
): MadeDigests {
  return (instance, output) => {
    const record = records.get(instance);
    if (record === undefined) {
      throw new RangeError(`${instance} has no record yet`);
    }
    return outputDigest(record, output);
  };
}

/**
 * Key of an instance.
 *
 * @param made Digests of its inputs.
 */
export async function actionOf(
  instance: Instance,
  made: MadeDigests,
  opened: OpenedPipeline,
): Promise<Action> {
  const { parts: own, code } = await ownParts(instance, opened);
  const inputs: Record<string, KeyedInput | KeyedInput[]> = {};
  for (const { name, many, members } of instance.inputs) {
    const keyed = members.map((member) => {
      const input = {
        digest: made(member.instance, member.output),
        file: member.file,
      };
      return many ? { ...input, point: member.point } : input;
    });
    const [single] = keyed;
    if (many) inputs[name] = keyed;
    else if (single !== undefined) inputs[name] = single;
  }
  const parts = { ...own, inputs };
  return { key: actionKey(parts), parts, code };
}
