/// <reference lib="dom" />
/**
 * Does something now and again, the next time a pause after it was done, while the page is seen.
 *
 * @param work What to do; asks `ended` before it shows what it found.
 * @param pause Milliseconds.
 * @returns What ends it.
 */
export function repeat(
  work: (ended: () => boolean) => Promise<void>,
  pause: number,
): () => void {
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = async () => {
    if (!document.hidden) await work(() => ended);
    if (!ended) timer = setTimeout(turn, pause);
  };
  turn();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
