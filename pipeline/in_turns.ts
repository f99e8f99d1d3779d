/**
 * Makes a function that does pieces of work one after the other, in the order in which they are given, and gives the
 * result of each. One that fails holds up none.
 */
export function inTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = last.then(work);
    last = own.catch(() => {});
    return own;
  };
}
