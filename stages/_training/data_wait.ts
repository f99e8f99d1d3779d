import type { SearchData } from "../../nas/search/search_options.ts";

/** Measures how much of the time of a training its batches take. */
export interface DataWait {
  /** Times a function that loads a batch. */
  timed<A extends unknown[], R>(load: (...args: A) => R): (...args: A) => R;
  /** Times a function that loads batches one by one. */
  timedEach<A extends unknown[], R>(
    load: (...args: A) => Iterable<R>,
  ): (...args: A) => Iterable<R>;
  /** Share of the time since the beginning, 0 to 1. */
  share(): number;
}

/**
 * Times the loading of batches, which happens on the training thread between two steps.
 *
 * @param now Clock in milliseconds.
 */
export function dataWait(now = () => performance.now()): DataWait {
  const began = now();
  let waited = 0;
  const timed =
    <A extends unknown[], R>(load: (...args: A) => R) => (...args: A): R => {
      const from = now();
      const result = load(...args);
      waited += now() - from;
      return result;
    };
  return {
    timed,
    timedEach: (load) =>
      function* (...args) {
        const items = load(...args)[Symbol.iterator]();
        const next = timed(() => items.next());
        for (let item = next(); !item.done; item = next()) yield item.value;
      },
    share: () => waited === 0 ? 0 : waited / (now() - began),
  };
}

/** The batches of a search, timed. */
export function timedData(data: SearchData, wait: DataWait): SearchData {
  return {
    steps: data.steps,
    weights: wait.timed(data.weights),
    alpha: wait.timed(data.alpha),
    validation: wait.timedEach(data.validation),
  };
}
