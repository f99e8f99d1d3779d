import type { AnySpace } from "../../nas/space/any_space.ts";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { AnyGenotype } from "../../nas/genotype/any_genotype.ts";
import { isGraphGenotype } from "../../nas/genotype/graph_genotype.ts";
import { isGraphSpace } from "../../nas/space/graph_space.ts";
import type { Layout } from "../../nas/layers/layout.ts";
import { isChoiceSpace } from "../../nas/space/choice_space.ts";

/** Kinds of files that hold weights. */
export type WeightsKind =
  | "network"
  | "supernet"
  | "network-checkpoint"
  | "supernet-checkpoint"
  | "projection-checkpoint"
  | "language-model"
  | "language-checkpoint"
  | "recurrent-checkpoint"
  | "torch-weights"
  | "onnx-model";

/** What weights belong to, as their files say it. */
export interface WeightsOwner {
  readonly kind: WeightsKind;
  /** SHA-256 of what the weights are of, see {@linkcode genotypeDigest} and {@linkcode supernetDigest}. */
  readonly digest: string;
}

/** Fields of a JSON file beside weights that say the same; files of other programs lack them. */
export const ownerFields = {
  kind: z.string().optional(),
  digest: z.string().optional(),
};

/** SHA-256 of the JSON of a value, without blanks. */
export function jsonDigest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/**
 * Digest of an architecture: of the JSON of its four fields in the order of the published code, and of auxiliary skips
 * where it has them, or of the nodes of a graph cell, without blanks.
 */
export function genotypeDigest(genotype: AnyGenotype): string {
  if (isGraphGenotype(genotype)) return jsonDigest({ nodes: genotype.nodes });
  const { normal, normal_concat, reduce, reduce_concat } = genotype;
  const { auxiliary_skips } = genotype;
  return jsonDigest({
    ...{ normal, normal_concat, reduce, reduce_concat },
    ...(auxiliary_skips ? { auxiliary_skips } : {}),
  });
}

/** Digest of a search space with the names and shapes of a supernet's weights. */
export function supernetDigest(
  space: AnySpace,
  layout: Pick<Layout, "parameters" | "statistics">,
): string {
  const ownOf = () => {
    if (isChoiceSpace(space)) return [space.parents];
    if (isGraphSpace(space)) return [space.edges];
    const { nodes, normal, reduce, mixture = "full" } = space;
    const { outputs, auxiliarySkips } = space;
    return [
      ...[nodes, normal, reduce, mixture],
      ...(outputs === undefined ? [] : [{ outputs }]),
      ...(auxiliarySkips ? [{ auxiliarySkips }] : []),
    ];
  };
  return jsonDigest([
    [space.name, ...ownOf()],
    layout.parameters.map(({ name, shape }) => [name, shape]),
    layout.statistics.map(({ name, size }) => [name, size]),
  ]);
}

/** Owner of weights of what a JSON value describes. */
export function ownerOf(kind: WeightsKind, value: unknown): WeightsOwner {
  return { kind, digest: jsonDigest(value) };
}

/**
 * Compares what a file says of itself with what is to be read.
 *
 * @param found `kind` and `digest` of the file.
 * @returns What is wrong in words; undefined where nothing is.
 */
export function ownerComplaint(
  { kind, digest }: WeightsOwner,
  found: Readonly<Record<string, unknown>>,
): string | undefined {
  const of = /^(?:network|language|torch)/.test(kind)
    ? "genotype"
    : "space and layout";
  if (found.kind !== undefined && found.kind !== kind) {
    return `Expected kind ${kind} but found kind ${found.kind}`;
  }
  if (found.digest !== undefined && found.digest !== digest) {
    return `Expected the ${kind} of ${of} ${digest} but found that of ${of} ${found.digest}`;
  }
  return undefined;
}

/**
 * Checks what a file says of itself.
 *
 * @throws {Error} If it belongs to another owner.
 */
export function checkOwner(
  owner: WeightsOwner,
  found: Readonly<Record<string, unknown>>,
  path: string,
): void {
  const complaint = ownerComplaint(owner, found);
  if (complaint !== undefined) throw new Error(`${complaint} in ${path}`);
}

/** True where a file says nothing of what it belongs to. */
export function hasNoOwner(found: Readonly<Record<string, unknown>>): boolean {
  return found.kind === undefined || found.digest === undefined;
}
