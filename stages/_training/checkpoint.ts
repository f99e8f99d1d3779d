import { join } from "node:path";
import { createHash } from "node:crypto";
import { nonFiniteValues } from "../../common/non_finite.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from "../../engine/safetensors.ts";
import {
  hasNoOwner,
  ownerComplaint,
  type WeightsOwner,
} from "../_artifacts/weights_owner.ts";

/** A saved position of a long computation. */
export interface Checkpoint {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly position: unknown;
}

/** Saves and loads checkpoints in one folder. */
export interface Checkpoints {
  /** Saves a generation and deletes all but the two newest. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** Loads the newest undamaged generation of this owner, of finite numbers; null where there is none. */
  load(): Promise<Checkpoint | null>;
  /** Deletes all generations. */
  clear(): Promise<void>;
}

const NAME = /^(\d{8})-([0-9a-f]{32})\.safetensors$/;
const KEPT = 2;

/**
 * Checkpoints of one action: `<generation>-<digest>.safetensors`. Files are written under
 * another name, synced and renamed. One whose digest is wrong, whose numbers are not finite or that has another owner (the
 * key binds a folder to one action, so it was put there by hand) is passed over for the one before it; the log says so.
 */
export function openCheckpoints(
  folder: string,
  { owner, log }: {
    readonly owner: WeightsOwner;
    readonly log: (line: string) => void;
  },
): Checkpoints {
  const digestOf = (bytes: Uint8Array) =>
    createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  const list = async (): Promise<string[]> => {
    const names: string[] = [];
    for await (const { name } of Deno.readDir(folder)) {
      if (NAME.test(name)) names.push(name);
    }
    return names.sort();
  };
  return {
    async save({ tensors, position }) {
      const bytes = encodeSafetensors(tensors, {
        ...owner,
        position: JSON.stringify(position),
      });
      const names = await list();
      const last = Number(names.at(-1)?.slice(0, 8) ?? 0);
      const name = `${String(last + 1).padStart(8, "0")}-${
        digestOf(bytes)
      }.safetensors`;
      const aside = join(folder, "writing.tmp");
      const file = await Deno.open(aside, {
        write: true,
        create: true,
        truncate: true,
      });
      try {
        for (let at = 0; at < bytes.length;) {
          at += await file.write(bytes.subarray(at));
        }
        await file.sync();
      } finally {
        file.close();
      }
      await Deno.rename(aside, join(folder, name));
      const old = names.slice(0, Math.max(0, names.length - (KEPT - 1)));
      for (const name of old) await Deno.remove(join(folder, name));
    },
    async load() {
      for (const name of (await list()).reverse()) {
        const path = join(folder, name);
        const bytes = await Deno.readFile(path);
        const [expected, found] = [NAME.exec(name)?.[2], digestOf(bytes)];
        if (found !== expected) {
          log(
            `passes over a checkpoint: Expected the digest ${expected} but found ${found} in ${path}`,
          );
          continue;
        }
        const { tensors, metadata } = decodeSafetensors(bytes, path);
        const complaint = hasNoOwner(metadata)
          ? `Expected the owner ${owner.kind} ${owner.digest} but found none`
          : ownerComplaint(owner, metadata) ??
            nonFiniteValues(
              Object.entries(tensors).map(([name, { data }]) => [name, data]),
            );
        if (complaint === undefined) {
          return { tensors, position: JSON.parse(metadata.position ?? "null") };
        }
        log(`passes over a checkpoint: ${complaint} in ${path}`);
      }
      return null;
    },
    async clear() {
      for (const name of await list()) await Deno.remove(join(folder, name));
    },
  };
}

/** State of a training: its tensors, and its position as JSON. */
export interface TrainingState {
  readonly tensors: Checkpoint["tensors"];
  /** Epoch of the next step, from 0. */
  readonly epoch: number;
  /** Next step of that epoch, from 0. */
  readonly step: number;
}

/** Splits a state for storage. */
export function encodeState<State extends TrainingState>(
  { tensors, ...position }: State,
): Checkpoint {
  return { tensors, position };
}

/** Loads the newest state and logs where the training resumes; undefined where there is none. */
export async function loadState<State extends TrainingState>(
  checkpoints: Checkpoints,
  log: (line: string) => void,
): Promise<State | undefined> {
  const stored = await checkpoints.load();
  if (stored === null) return undefined;
  const { tensors, position } = stored;
  const state = { ...position as Omit<State, "tensors">, tensors } as State;
  log(
    `resumes from its checkpoint at epoch ${state.epoch + 1} step ${
      state.step + 1
    }`,
  );
  return state;
}
