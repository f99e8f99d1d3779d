/// <reference lib="dom" />
import { useEffect, useRef, useState } from "preact/hooks";
import { ask } from "./ask.ts";
import { repeat } from "./repeat.ts";
import type { StateView } from "../api.ts";

/** Milliseconds between two requests for the state. */
const PACE = 1000;
/** Milliseconds between two requests for numbers. */
const SLOW = 2000;

/** The pipeline's state, updated while the page is visible, and the reason if it is out of date. */
export function usePipeline(): { state?: StateView; trouble?: string } {
  const [shown, setShown] = useState<{ state?: StateView; trouble?: string }>(
    {},
  );
  useEffect(() => {
    let have = "";
    return repeat(async (ended) => {
      try {
        const state = await ask<StateView>("state", { have });
        if (ended()) return;
        if (state !== undefined) {
          have = state.version;
          setShown({ state });
        } else setShown(({ trouble: _, ...rest }) => rest);
      } catch (error) {
        const trouble = String(error instanceof Error ? error.message : error);
        setShown((before) => ({ ...before, trouble }));
      }
    }, PACE);
  }, []);
  return shown;
}

/**
 * An answer of the server, requested again when the question changes and, at most every two seconds, when the state
 * changes.
 *
 * @param question Path and parameters; `undefined` requests nothing.
 * @param version Version of the state.
 */
export function useAnswer<T>(
  question: {
    readonly path: string;
    readonly query?: Readonly<Record<string, string | readonly string[]>>;
  } | undefined,
  version: string,
): T | undefined {
  const text = JSON.stringify(question);
  const [answer, setAnswer] = useState<{ text: string; value: T }>();
  const last = useRef({ text: "", time: 0 });
  const wanted = useRef<string | undefined>(text);
  wanted.current = text;
  useEffect(() => () => {
    wanted.current = undefined;
  }, []);
  useEffect(() => {
    if (question === undefined) return;
    const wait = last.current.text === text
      ? Math.max(0, last.current.time + SLOW - Date.now())
      : 0;
    const timer = setTimeout(async () => {
      last.current = { text, time: Date.now() };
      try {
        const value = await ask<T>(question.path, question.query);
        // A slow answer is still useful for a newer state, but not for another question.
        if (wanted.current === text && value !== undefined) {
          setAnswer({ text, value });
        }
      } catch {
        // The request for the state, which is more frequent, reports the error.
      }
    }, wait);
    return () => clearTimeout(timer);
  }, [text, version]);
  return answer?.text === text ? answer.value : undefined;
}

/** The words of the address after `#`, without choices after `?`, and a function that changes them. */
export function useRoute(): [readonly string[], (...words: string[]) => void] {
  const read = () =>
    location.hash.slice(1).split("?", 1).join().split("/").map((word) => {
      try {
        return decodeURIComponent(word);
      } catch {
        return "";
      }
    });
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const changed = () => setRoute(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return [route, (...words) => {
    location.hash = words.map(encodeURIComponent).join("/");
  }];
}
