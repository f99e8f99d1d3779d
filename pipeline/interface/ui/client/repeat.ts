/// <reference lib="dom" />
/**
 * Repeats work, waiting `pause` milliseconds after each end; pauses while the page is hidden.
 *
 * @param work The work; it checks `ended` before it shows its result.
 * @returns A function that ends the repetition.
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
