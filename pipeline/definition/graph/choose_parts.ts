import type { LoadedParts, StageDefinition } from "../../stage.ts";
import type { PartLoader } from "./load_part.ts";

/** The parts that parameters of a stage choose. */
export interface ChosenParts {
  /** Paths of modules by role. */
  readonly modules: Readonly<Record<string, string>>;
  /** Paths of those that the stage offers to the stages after it, by role. */
  readonly offered: Readonly<Record<string, string>>;
  /** What users' modules export, by role. */
  readonly loaded: LoadedParts;
  /** Names of users' modules by the text that the parameters have for them. */
  readonly names: Readonly<Record<string, string>>;
}

/** Why parts cannot be had, and the text of the parameters that names the wrong one, where one does. */
export interface PartTrouble {
  readonly trouble: string;
  readonly text?: string;
}

/**
 * Finds the parts that parameters choose, and loads those of users.
 *
 * @param params Parsed parameters, with paths.
 */
export async function chooseParts<P>(
  { name, parts, offers, partShape }: Pick<
    StageDefinition<P>,
    "name" | "parts" | "offers" | "partShape"
  >,
  params: P,
  loader: PartLoader,
): Promise<ChosenParts | PartTrouble> {
  const paths: Record<string, string> = {};
  const loaded: Record<string, unknown> = {};
  const names: Record<string, string> = {};
  for (;;) {
    let own: Readonly<Record<string, string>>;
    let offered: Readonly<Record<string, string>>;
    try {
      own = parts?.(params, loaded) ?? {};
      offered = offers?.(params, loaded) ?? {};
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { trouble: error.message };
    }
    const wanted = Object.entries({ ...offered, ...own }).filter((
      [role, text],
    ) => !(text.startsWith("file:") || Object.hasOwn(paths, role)));
    if (wanted.length === 0) {
      const located = (chosen: Readonly<Record<string, string>>) =>
        Object.fromEntries(
          Object.entries(chosen).map(([role, text]) => [
            role,
            paths[role] ?? loader.pathOf(text),
          ]),
        );
      return {
        modules: located(own),
        offered: located(offered),
        loaded,
        names,
      };
    }
    for (const [role, text] of wanted) {
      const shape = partShape?.(role);
      if (shape === undefined) {
        return { trouble: `${name} takes no module as its ${role}`, text };
      }
      const part = await loader.load({ text, role, shape });
      if ("trouble" in part) return { trouble: part.trouble, text };
      const { [text]: named = part.name } = names;
      if (named !== part.name) {
        return {
          trouble:
            `Expected one name for the parts in ${text} but found ${named} and ${part.name}`,
          text,
        };
      }
      paths[role] = part.path;
      loaded[role] = part.value;
      names[text] = part.name;
    }
  }
}
