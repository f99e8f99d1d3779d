import { type ComponentChild, h } from "preact";

/** A menu with one choice. */
export function Menu(
  { label, value, options, choose }: {
    readonly label: string;
    readonly value: string;
    readonly options: readonly (string | readonly [string, string])[];
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
      options.map((option) => {
        const [key, text] = typeof option === "string"
          ? [option, option]
          : option;
        return h("option", { value: key, key, selected: key === value }, text);
      }),
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
    readonly options: readonly (string | readonly [string, string])[];
    readonly on: readonly string[];
    readonly set: (on: string[]) => void;
  },
): ComponentChild {
  return h("fieldset", { class: "ticks" }, [
    h("legend", {}, label),
    options.map((option) => {
      const [key, text] = typeof option === "string"
        ? [option, option]
        : option;
      return h(Tick, {
        key,
        label: text,
        on: on.includes(key),
        set: (chosen) =>
          set(
            options.map((one) => typeof one === "string" ? one : one[0])
              .filter((one) => one === key ? chosen : on.includes(one)),
          ),
      });
    }),
  ]);
}
