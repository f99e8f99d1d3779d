/** Longest delay of `setTimeout`, in milliseconds: about 24.9 days. A longer one would end at once. */
const LONGEST = 2 ** 31 - 1;

/** A timer that has been started. */
export interface LongTimer {
  clear(): void;
}

/**
 * Calls a function after any time, of which `setTimeout` takes less than 25 days.
 *
 * @param start Starts a short timer.
 */
export function longTimer(
  call: () => void,
  milliseconds: number,
  start: (call: () => void, milliseconds: number) => unknown = setTimeout,
): LongTimer {
  let timer: unknown;
  const arm = (left: number): void => {
    timer = start(
      () => left > LONGEST ? arm(left - LONGEST) : call(),
      Math.min(left, LONGEST),
    );
  };
  arm(milliseconds);
  return { clear: () => clearTimeout(timer as number) };
}
