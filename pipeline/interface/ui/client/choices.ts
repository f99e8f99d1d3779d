import { type ComponentChild, h } from "preact";

/** What can be chosen; a text alone stands for itself. */
type Options = readonly (string | readonly [key: string, text: string])[];

function pairs(options: Options): (readonly [key: string, text: string])[] {
  return options.map((one) => typeof one === "string" ? [one, one] : one);
}

/** A menu with one choice. */
export function Menu(
  { label, value, options, choose }: {
    readonly label: string;
    readonly value: string;
    readonly options: Options;
    readonly choose: (value: string) => void;
  },
): ComponentChild {
  return h("label", { class: "menu" }, [
    h("span", {}, label),
    h(
      "select",
      {
        value,
        onChange: (event: Event) =>
          choose((event.currentTarget as HTMLSelectElement).value),
      },
      pairs(options).map(([key, text]) =>
        h("option", { value: key, key, selected: key === value }, text)
      ),
    ),
  ]);
}

/** A checkbox. */
export function Tick(
  { label, on, set }: {
    readonly label: string;
    readonly on: boolean;
    readonly set: (on: boolean) => void;
  },
): ComponentChild {
  return h("label", { class: on ? "tick on" : "tick" }, [
    h("input", {
      type: "checkbox",
      checked: on,
      onChange: (event: Event) =>
        set((event.currentTarget as HTMLInputElement).checked),
    }),
    h("span", {}, label),
  ]);
}

/** Several checkboxes with a heading. */
export function Ticks(
  { label, options, on, set }: {
    readonly label: string;
    readonly options: Options;
    readonly on: readonly string[];
    readonly set: (on: string[]) => void;
  },
): ComponentChild {
  return h("fieldset", { class: "ticks" }, [
    h("legend", {}, label),
    pairs(options).map(([key, text], _, all) =>
      h(Tick, {
        key,
        label: text,
        on: on.includes(key),
        set: (chosen) =>
          set(
            all.map(([one]) => one)
              .filter((one) => one === key ? chosen : on.includes(one)),
          ),
      })
    ),
  ]);
}
