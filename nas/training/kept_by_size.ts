/** Gives a value for a size, such as that of a batch. It makes the value when it is first asked for the size, and keeps it. */
export type KeptBySize<V> = ((size: number) => V) & {
  /** Frees all that is kept. */
  disposeAll(): void;
};

/**
 * Keeps what is made for a size.
 *
 * @param dispose Frees what was made for a size.
 * @param most Sizes that are kept at once, all by default: the one that was asked for longest ago makes room for another,
 * and is made again where it is needed again.
 */
export function keptBySize<V>(
  make: (size: number) => V,
  { dispose, most = Infinity }: {
    readonly dispose: (value: V) => void;
    readonly most?: number | undefined;
  },
): KeptBySize<V> {
  // the one that was asked for last is the last
  const kept = new Map<number, V>();
  const get = (size: number): V => {
    const value = kept.has(size) ? kept.get(size)! : make(size);
    kept.delete(size);
    kept.set(size, value);
    if (kept.size > most) {
      const [oldest, unused] = kept.entries().next().value!;
      kept.delete(oldest);
      dispose(unused);
    }
    return value;
  };
  return Object.assign(get, {
    disposeAll() {
      for (const value of kept.values()) dispose(value);
      kept.clear();
    },
  });
}
