import { z } from "zod";
import {
  AUGMENTATION_MODULES,
  AUGMENTATION_NAMES,
  type AugmentationName,
  KEPT_PLACES,
} from "../../datasets/augmentations/augmentation_modules.ts";
import { augmentationTrouble } from "../../datasets/augmentations/augmentation_trouble.ts";
import type {
  Complaint,
  LoadedParts,
  PartShape,
} from "../../pipeline/stage.ts";
import type { DataFacts } from "./facts.ts";
import type { ParameterComplaint } from "./parameter_check.ts";
import { moduleParam } from "./module_param.ts";

/** Schema of the random changes of training images: names of built-in ones and paths of users' modules. */
export function augmentationParam(
  names: readonly AugmentationName[] = AUGMENTATION_NAMES,
) {
  const one = moduleParam(names);
  return z.union([one, z.array(one)]).optional().describe(
    `random changes of training images, in the place of those that parameters such as crop turn on: a name (${
      names.join(", ")
    }), the path of your own module, or a list of these`,
  );
}

/** Parameters that decide how training images are changed. */
export interface AugmentationParams {
  /** Names, and paths or names of users' modules. */
  readonly augmentation?: string | readonly string[] | undefined;
  readonly crop: boolean;
  readonly flip: boolean;
  /** Side of the cutout hole in pixels; 0 for none. */
  readonly cutout: number;
  readonly jitter?: boolean;
}

/** Export that a user's module of an augmentation needs, if a role is of one. */
export function augmentationShape(role: string): PartShape | undefined {
  return role.startsWith(ROLE)
    ? { export: "augmentation", check: augmentationTrouble }
    : undefined;
}

/** Beginning of the roles of augmentations among the parts of a stage. */
const ROLE = "augmentation/";

/** Choices of a stage that changes training images. */
export interface AugmentationChoices {
  /** Roles of the modules that change training images, in order. */
  readonly augmentation: readonly string[];
}

/** Augmentations that parameters choose, for `choices` of a declaration. */
export function augmentationChoices(
  params: AugmentationParams,
): AugmentationChoices {
  return { augmentation: chosenAugmentations(params).map(({ role }) => role) };
}

/** Augmentations that parameters choose, in order: each with its role and the text that names it. */
function chosenAugmentations(
  params: AugmentationParams,
): { readonly role: string; readonly text: string }[] {
  return augmentationList(params).map((text, at) => ({
    role: `${ROLE}${isBuiltIn(text) ? text : at + 1}`,
    text,
  }));
}

/** Modules of the random changes of training images, for `parts` of a declaration. */
export function augmentationParts(
  params: AugmentationParams,
): Record<string, string> {
  const modules: Readonly<Record<string, string>> = {
    ...AUGMENTATION_MODULES,
    ...KEPT_PLACES,
  };
  return Object.fromEntries(
    chosenAugmentations(params).map(({ role, text }) => [
      role,
      isBuiltIn(text) ? modules[text]! : text,
    ]),
  );
}

/** The list of a parameter, or what the other parameters turn on. */
function augmentationList(
  { augmentation, crop, flip, cutout, jitter = false }: AugmentationParams,
): readonly string[] {
  if (augmentation !== undefined) return [augmentation].flat();
  const holes = cutout > 0;
  return [
    ...(crop ? ["crop"] : flip || holes ? ["uncropped"] : []),
    ...(flip ? ["flip"] : holes ? ["unmirrored"] : []),
    ...(holes ? ["cutout"] : []),
    ...(jitter ? ["jitter"] : []),
  ];
}

function isBuiltIn(text: string): boolean {
  return Object.hasOwn(AUGMENTATION_MODULES, text) ||
    Object.hasOwn(KEPT_PLACES, text);
}

/** Complains of parameters that contradict the list, and of names that stand in it twice. */
export function listComplaints(
  params: AugmentationParams,
): ParameterComplaint[] {
  const { augmentation, crop, flip, cutout, jitter = false } = params;
  if (augmentation === undefined) return [];
  const list = augmentationList(params);
  const twice = list.find((text, at) => list.indexOf(text) < at);
  const beside = ([name, value]: readonly [string, boolean]) => ({
    path: [name],
    message:
      `Expected no ${name} beside augmentation, which lists all changes, but found ${value}`,
  });
  return [
    ...(twice === undefined ? [] : [{
      path: ["augmentation"],
      message: `Expected each augmentation once but found ${twice} twice`,
    }]),
    ...(crop ? [] : [beside(["crop", crop])]),
    ...(flip ? [] : [beside(["flip", flip])]),
    ...(jitter ? [beside(["jitter", jitter])] : []),
    ...(list.includes("cutout") && !(cutout > 0)
      ? [{
        path: ["augmentation"],
        message:
          "The augmentation cutout needs the parameter cutout, the side of its hole",
      }]
      : []),
  ];
}

/** Complains of changes that the images of a data set do not allow, and of users' modules with one name. */
export function augmentationComplaints(
  data: DataFacts | undefined,
  params: AugmentationParams,
  loaded: LoadedParts = {},
): Complaint[] {
  if (data === undefined) return [];
  const { layout, size, dataset } = data;
  const { cutout, augmentation } = params;
  const chosen = chosenAugmentations(params);
  const own = chosen.flatMap(({ role }) =>
    Object.hasOwn(loaded, role)
      ? [loaded[role] as { readonly name: string; readonly layout?: "free" }]
      : []
  );
  const twice = own.find(({ name }, at) =>
    own.findIndex((other) => other.name === name) < at
  );
  if (twice !== undefined) {
    return [{
      path: ["augmentation"],
      message:
        `Expected augmentations of different names but found ${twice.name} twice`,
    }];
  }
  const uses = (name: AugmentationName) =>
    chosen.some(({ text }) => text === name);
  const forFree = uses("jitter")
    ? "jitter"
    : own.find(({ layout }) => layout === "free")?.name;
  if (layout === "square" && forFree !== undefined) {
    return [{
      path: [augmentation === undefined ? "jitter" : "augmentation"],
      message: augmentation === undefined
        ? `Expected jitter: false but found true: the images of ${dataset} are stored square`
        : `Expected images that keep their aspect for the augmentation ${forFree} but found those of ${dataset}, which are stored square`,
    }];
  }
  return uses("cutout") && cutout > size
    ? [{
      path: ["cutout"],
      message:
        `Expected a cutout of at most ${size} pixels, the side of the images, but found ${cutout}`,
    }]
    : [];
}
