import { BUILT_IN_STEMS } from "../../nas/stems/built_in_stems.ts";
import type { Stem } from "../../nas/stems/stem.ts";
import {
  STEM_MODULES,
  STEM_NAMES,
  type StemName,
} from "../../nas/stems/stem_modules.ts";
import { stemTrouble } from "../../nas/stems/stem_trouble.ts";
import type { KnownInputs, PartShape } from "../../pipeline/stage.ts";
import type { StemFacts } from "./facts.ts";
import { moduleParam } from "./module_param.ts";

/** Schema of a stem: the name of a built-in one, or the path of a user's module. */
export const stemParam = moduleParam(STEM_NAMES).default("cifar").describe(
  "first layers: cifar keeps the size of the images, imagenet divides it by 8; or the path of your own module",
);

/** What a user's module of a stem has to export. */
export const STEM_SHAPE: PartShape = { export: "stem", check: stemTrouble };

/** Module of the stem that a parameter names: role `stem/<name>` for a built-in one, else `stem`. */
export function stemParts(name: string): Readonly<Record<string, string>> {
  return isBuiltIn(name)
    ? { [`stem/${name}`]: STEM_MODULES[name] }
    : { stem: name };
}

/** Modules of all built-in stems, for a stage whose inputs tell which of them it needs. */
export function allStemParts(): Readonly<Record<string, string>> {
  return Object.assign({}, ...STEM_NAMES.map(stemParts));
}

/** Module of a stem of which is known what it is, likewise. */
export function knownStemParts(
  { stem, module }: StemFacts,
): Readonly<Record<string, string>> {
  return module === undefined ? stemParts(stem.name) : { stem: module };
}

/** The stem of an instance: that of the user's module, else the one that a parameter names. */
export function stemFacts(
  name: string,
  { parts, modules }: Pick<KnownInputs, "parts" | "modules">,
): StemFacts {
  const module = modules?.stem;
  return module === undefined
    ? { stem: BUILT_IN_STEMS[name as StemName] }
    : { stem: parts?.stem as Stem, module };
}

function isBuiltIn(name: string): name is StemName {
  return Object.hasOwn(STEM_MODULES, name);
}
