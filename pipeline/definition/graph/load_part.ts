import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { shownValue } from "../../../common/shown_value.ts";
import { isFile } from "../../base/read_files.ts";
import type { PartShape } from "../../stage.ts";
import { onDisk } from "./project_file.ts";

/** A user's module that is a part of a stage. */
export interface LoadedPart {
  readonly path: string;
  /** The `name` in what it exports. */
  readonly name: string;
  /** What it exports under the name of its role. */
  readonly value: unknown;
}

/** What to look for in a module. */
export interface WantedPart {
  /** Path as the pipeline file writes it. */
  readonly text: string;
  readonly role: string;
  readonly shape: PartShape;
}

/** A part, or in one line what is wrong: there is no such module, or it does not export what its role needs. */
type LoadedOrTrouble = LoadedPart | { readonly trouble: string };

/** Finds and loads modules. */
export interface PartLoader {
  /** Path of a built-in module by its URL. */
  pathOf(url: string): string;
  /** Loads a user's module, with the rights of the command line, as it does a user's stage. */
  load(wanted: WantedPart): Promise<LoadedOrTrouble>;
}

const NAME = /^[\w.-]{1,40}$/;

/**
 * Makes a loader of users' modules, which loads and checks each once.
 *
 * @param base Folder of the pipeline file, to which paths are relative.
 */
export function partLoader(base: string): PartLoader {
  const modules = new Map<string, Promise<Readonly<Record<string, unknown>>>>();
  const parts = new Map<string, Promise<LoadedOrTrouble>>();
  // Thousands of instances choose the same few.
  const paths = new Map<string, string>();
  const load = async (wanted: WantedPart): Promise<LoadedOrTrouble> => {
    const { text, role } = wanted;
    const path = onDisk(resolve(base, text));
    // That of a list has a number, too.
    const kind = role.split("/", 1)[0];
    if (!isFile(path)) {
      return {
        trouble:
          `Expected ${kind} to be the path of a module but found ${text}, which does not exist`,
      };
    }
    try {
      const exports = await modules.getOrInsertComputed(path, importModule);
      return checkPart(exports, path, wanted);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return {
        trouble: `Cannot load ${kind} ${text}: ${reason.split("\n", 1).join()}`,
      };
    }
  };
  return {
    pathOf: (url) => paths.getOrInsertComputed(url, fileURLToPath),
    load: (wanted) =>
      parts.getOrInsertComputed(
        `${wanted.role}\n${wanted.text}`,
        () => load(wanted),
      ),
  };
}

function importModule(
  path: string,
): Promise<Readonly<Record<string, unknown>>> {
  return import(pathToFileURL(path).href);
}

function checkPart(
  exports: Readonly<Record<string, unknown>>,
  path: string,
  { text, shape }: WantedPart,
): LoadedOrTrouble {
  const value = exports[shape.export];
  if (value === undefined) {
    const found = Object.keys(exports).join(", ") || "no exports";
    return {
      trouble: `Expected ${text} to export ${shape.export} but found ${found}`,
    };
  }
  const what = `Expected \`${shape.export}\` of ${text}`;
  if (typeof value !== "object" || value === null) {
    return {
      trouble: `${what} to be an object but found ${shownValue(value)}`,
    };
  }
  const part = value as Readonly<Record<string, unknown>>;
  const { name } = part;
  if (typeof name !== "string" || !NAME.test(name)) {
    return {
      trouble:
        `${what} to have a name of letters, digits, _, . and - but found ${
          shownValue(name)
        }`,
    };
  }
  const trouble = shape.check(part);
  return trouble === undefined
    ? { path, name, value }
    : { trouble: `${what} to have ${trouble}` };
}
