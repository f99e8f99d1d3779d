import * as tf from "@tensorflow/tfjs-core";

/**
 * A tree of the same form with other leaves, made in the order of keys. Trees are records and lists to any depth;
 * absent entries stay absent.
 *
 * @param isLeaf Tells leaves from records and lists.
 */
export function mapLeaves(
  tree: unknown,
  isLeaf: (node: unknown) => boolean,
  replace: (leaf: unknown) => unknown,
): unknown {
  if (tree === undefined) return undefined;
  if (isLeaf(tree)) return replace(tree);
  const inside = (node: unknown) => mapLeaves(node, isLeaf, replace);
  return Array.isArray(tree) ? tree.map(inside) : Object.fromEntries(
    Object.entries(tree as object).map(([key, node]) => [key, inside(node)]),
  );
}

/**
 * Tensors of a tree, in the order in which `form` has its leaves.
 *
 * @throws {TypeError} If a tensor of the form is missing, or the tree has one or more that the form lacks.
 */
export function tensorsLike(
  form: unknown,
  isLeaf: (node: unknown) => boolean,
  tree: unknown,
  name = "",
): tf.Tensor[] {
  if (form === undefined && tree === undefined) return [];
  const single = tree instanceof tf.Tensor;
  if (form !== undefined && isLeaf(form) && single) return [tree];
  const lengths = [form, tree].map((x) => Array.isArray(x) ? x.length : -1);
  if (
    form === undefined || tree === undefined || isLeaf(form) || single ||
    lengths[0] !== lengths[1]
  ) {
    throw new TypeError(
      `Expected ${described(form, isLeaf)} but found ${
        described(tree, (node) => node instanceof tf.Tensor)
      } in ${name}`,
    );
  }
  const entries = tree as Readonly<Record<string, unknown>>;
  return Object.entries(form as object).flatMap(([key, node]) =>
    tensorsLike(
      node,
      isLeaf,
      entries[key],
      name === "" ? key : `${name}.${key}`,
    )
  );
}

function described(
  tree: unknown,
  isLeaf: (node: unknown) => boolean,
): string {
  if (tree === undefined) return "no tensor";
  if (isLeaf(tree)) return "a tensor";
  return Array.isArray(tree)
    ? `a list of ${tree.length} tensors`
    : "tensors by name";
}

const isTensor = (node: unknown) => node instanceof tf.Tensor;

/** All tensors of a tree, in the order of keys. */
export function tensorsOf(tree: object): tf.Tensor[] {
  const found: tf.Tensor[] = [];
  mapLeaves(tree, isTensor, (leaf) => found.push(leaf as tf.Tensor));
  return found;
}

/** A tree of the same form with other tensors. */
export function mapTensors<T extends object>(
  tree: T,
  replace: (tensor: tf.Tensor) => tf.Tensor,
): T {
  return mapLeaves(tree, isTensor, (leaf) => replace(leaf as tf.Tensor)) as T;
}

/** Disposes all tensors of trees. */
export function disposeTensors(...trees: readonly object[]): void {
  tf.dispose(trees.flatMap(tensorsOf));
}
