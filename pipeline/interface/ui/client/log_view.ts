import { type ComponentChild, h } from "preact";
import { plainLine } from "./empty.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import type { LogPieceView, StateView } from "../api.ts";
import { ask } from "./ask.ts";
import { Menu, Tick } from "./choices.ts";
import { repeat } from "./repeat.ts";

/** Most characters shown of a log. */
const MOST = 400_000;
/** Milliseconds between two requests. */
const PAUSE = 1000;

/** The log of an instance, which grows while it runs. */
export function LogView(
  { state, instance, open }: {
    readonly state: StateView;
    readonly instance: string | undefined;
    readonly open: (instance: string) => void;
  },
): ComponentChild {
  const shown = state.instances.find(({ name }) => name === instance) ??
    state.instances.find((found) => found.state === "running") ??
    state.instances[0];
  const [attempt, setAttempt] = useState(0);
  if (shown === undefined) {
    return plainLine("No instance has a log.");
  }
  const choose = (name: string | undefined) => {
    setAttempt(0);
    if (name !== undefined) open(name);
  };
  return h("section", {}, [
    h(Log, {
      key: `${shown.name} ${attempt}`,
      instance: shown.name,
      attempt,
      setAttempt,
      menu: [
        h(Menu, {
          label: "Stage",
          value: shown.stage,
          options: state.stages.map(({ id }) => id),
          choose: (stage) =>
            choose(state.instances.find((one) => one.stage === stage)?.name),
        }),
        h(Menu, {
          label: "Instance",
          value: shown.name,
          options: state.instances.filter(({ stage }) => stage === shown.stage)
            .map(({ name, state }) => [name, `${name} (${state})`] as const),
          choose,
        }),
      ],
    }),
  ]);
}

function Log(
  { instance, attempt, setAttempt, menu }: {
    readonly instance: string;
    readonly attempt: number;
    readonly setAttempt: (attempt: number) => void;
    readonly menu: ComponentChild;
  },
): ComponentChild {
  const [log, setLog] = useState<{ piece?: LogPieceView; text: string }>();
  const [follow, setFollow] = useState(true);
  const place = useRef<HTMLPreElement>(null);
  useEffect(() => {
    let known: { piece?: LogPieceView; text: string } = { text: "" };
    return repeat(async (ended) => {
      try {
        const piece = await ask<LogPieceView>("log", {
          instance,
          attempt: String(attempt),
          ...(known.piece === undefined
            ? {}
            : { from: String(known.piece.next) }),
        });
        if (ended()) return;
        if (piece !== undefined) {
          const continues = piece.from === known.piece?.next;
          known = {
            piece,
            text: ((continues ? known.text : "") + piece.text).slice(-MOST),
          };
        }
        setLog(known);
      } catch {
        // The request for the state reports the error.
      }
    }, PAUSE);
  }, []);
  useEffect(() => {
    if (follow && place.current !== null) {
      place.current.scrollTop = place.current.scrollHeight;
    }
  }, [log?.text, follow]);
  const attempts = log?.piece?.attempts ?? [];
  return h("div", {}, [
    h("div", { class: "controls" }, [
      menu,
      attempts.length > 1
        ? h(Menu, {
          label: "Attempt",
          value: String(attempt),
          options: attempts.map((number) =>
            [String(number), number === 0 ? "last" : String(number)] as const
          ),
          choose: (value) => setAttempt(Number(value)),
        })
        : null,
      h(Tick, { label: "follow", on: follow, set: setFollow }),
    ]),
    log?.piece?.old
      ? plainLine(
        "This is the log of an earlier version: the present version of the instance has not run.",
      )
      : null,
    log === undefined
      ? null
      : log.piece === undefined
      ? plainLine("The instance has not run yet.")
      : h(
        "pre",
        { class: "log", ref: place, tabIndex: 0 },
        log.text === "" ? "The log is empty." : log.text,
      ),
  ]);
}
