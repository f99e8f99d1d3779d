/** What is known of an operation without its code. */
export interface OperationTraits {
  /** True where it has no trainable weights at stride 1: many of them are the sign of a collapsed search. */
  readonly parameterFree?: boolean | undefined;
  /** True where its output is zero: a mixture leaves it out, though it takes a share of the weights. No cell derives it. */
  readonly addsNothing?: boolean | undefined;
}

/** Operations that are not built in, by name. */
export type OwnOperations = Readonly<Record<string, OperationTraits>>;

/** Operations that a space offers or a genotype has. */
export interface ChosenOperations {
  /** Names, each once. */
  readonly names: readonly string[];
  /** Those of them that are not built in. */
  readonly own: OwnOperations | undefined;
  /** The first edge with an operation, such as `node 0, edge 1 of normal`. */
  readonly placeOf: (name: string) => string;
}

/** True for what can be the name of an operation: a letter, then up to 39 letters, digits and underscores. */
export function isOperationName(name: string): boolean {
  return /^[A-Za-z]\w{0,39}$/.test(name);
}

/**
 * True for an operation that a derived cell can hold: for all but `none`, and others that add nothing.
 *
 * @param own Operations that are not built in.
 */
export function isDerivable(
  operation: string,
  own: OwnOperations | undefined,
): boolean {
  return operation !== "none" && !traitsOf(operation, own)?.addsNothing;
}

/** What is known of an operation that is not built in; undefined for others. */
export function traitsOf(
  operation: string,
  own: OwnOperations | undefined,
): OperationTraits | undefined {
  return own !== undefined && Object.hasOwn(own, operation)
    ? own[operation]
    : undefined;
}

/** Traits alone, of some operations; undefined without one. */
export function ownTraits(
  operations: OwnOperations | undefined,
  names: Iterable<string> = Object.keys(operations ?? {}),
): OwnOperations | undefined {
  const found = [...new Set(names)].flatMap((name) => {
    const traits = traitsOf(name, operations);
    return traits === undefined ? [] : [
      [name, {
        ...(traits.parameterFree ? { parameterFree: true } : {}),
        ...(traits.addsNothing ? { addsNothing: true } : {}),
      }] as const,
    ];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
