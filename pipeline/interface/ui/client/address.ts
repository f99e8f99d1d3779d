/// <reference lib="dom" />
import { useEffect, useState } from "preact/hooks";

/** Choices by name. */
export type Choices = Readonly<Record<string, string>>;

/** Changes some choices; `undefined` forgets one. */
export type Choose = (changes: Record<string, string | undefined>) => void;

/** The choices that the address remembers after `?`, behind the words of the view, and a function that changes them. */
export function useChoices(): [Choices, Choose] {
  const [choices, setChoices] = useState(readChoices);
  useEffect(() => {
    const changed = () => setChoices(readChoices());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return [choices, (changes) => {
    const words = new URLSearchParams(readChoices());
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) words.delete(name);
      else words.set(name, value);
    }
    const [view = ""] = location.hash.split("?", 1);
    const text = words.size === 0 ? view : `${view}?${words}`;
    // A choice is no place to go back to.
    history.replaceState(null, "", text);
    setChoices(readChoices());
  }];
}

function readChoices(): Choices {
  const [, text = ""] = location.hash.split("?", 2);
  return Object.fromEntries(new URLSearchParams(text));
}
