/** Numbered slots of a resource, such as the GPUs of a machine. */
export interface SlotPool {
  /** Takes slots; throws if there are too few, which the scheduler prevents. */
  take(count: number): readonly string[];
  give(slots: readonly string[]): void;
}

/** Makes a pool; slots that were given back last are taken last. */
export function slotPool(names: readonly string[]): SlotPool {
  const free = [...names];
  return {
    take: (count) => {
      if (count > free.length) {
        throw new RangeError(
          `Expected ${count} free slots but found ${free.length}`,
        );
      }
      return free.splice(0, count);
    },
    give: (slots) => {
      free.push(...slots);
    },
  };
}
