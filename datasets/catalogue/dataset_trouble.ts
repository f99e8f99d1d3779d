import { shownValue } from "../../common/shown_value.ts";
import { takenNameTrouble } from "../../common/taken_name.ts";

/** The properties of a user's value. */
type Properties = Readonly<Record<string, unknown>>;

const DIGITS = { md5: 32, sha256: 64, sha512: 128 } as const;

function whole(value: unknown, least: number, most = Infinity): boolean {
  return Number.isInteger(value) && Number(value) >= least &&
    Number(value) <= most;
}

function triple(value: unknown, least: number): boolean {
  return Array.isArray(value) && value.length === 3 &&
    value.every((number) => Number.isFinite(number) && number >= least);
}

function texts(value: unknown): value is string[] {
  return Array.isArray(value) &&
    value.every((text) => typeof text === "string" && text !== "");
}

/** Rules of the properties, in words and as checks. */
const RULES: readonly (readonly [
  property: string,
  wanted: string,
  check: (value: unknown, all: Properties) => boolean,
])[] = [
  ["classes", "a number of classes", (value) => whole(value, 0)],
  [
    "classNames",
    "a name for each class",
    (value, { classes }) =>
      value === undefined ||
      texts(value) && value.length === classes &&
        new Set(value).size === classes,
  ],
  ["channels", "channels: 3", (value) => value === 3],
  ["size", "a size from 4 to 1024 pixels", (value) => whole(value, 4, 1024)],
  [
    "layout",
    "a layout square or free",
    (value) => value === "square" || value === "free",
  ],
  ["mean", "a mean of three numbers", (value) => triple(value, 0)],
  [
    "std",
    "an std of three numbers above 0",
    (value) => triple(value, Number.MIN_VALUE),
  ],
  ["files", "a list of files", (value) => Array.isArray(value)],
  ["open", "a function open", (value) => typeof value === "function"],
];

/**
 * What keeps a user's value from being a `DatasetDefinition`, as the contract of stages has it.
 *
 * @param taken Names that it may not have.
 * @returns Words such as `a function open but found none`; undefined where nothing does.
 */
export function datasetTrouble(
  value: Properties,
  taken: readonly string[],
): string | undefined {
  const trouble = takenNameTrouble(value["name"], taken);
  if (trouble !== undefined) return trouble;
  const broken = RULES.find(([property, , check]) =>
    !check(value[property], value)
  );
  if (broken !== undefined) {
    return `${broken[1]} but found ${shownValue(value[broken[0]])}`;
  }
  return filesTrouble(value["files"] as readonly unknown[]) ??
    countsTrouble(value);
}

function filesTrouble(files: readonly unknown[]): string | undefined {
  for (const file of files) {
    const { name, url, digest } = Object(file) as Properties;
    const { algorithm, hex } = Object(digest) as Properties;
    if (typeof name !== "string" || !/^[\w-][\w.-]*$/.test(name)) {
      return `files with names without a folder but found ${shownValue(name)}`;
    }
    if (typeof url !== "string" || !/^(?:https?|file):\/\//.test(url)) {
      return `a url of http, https or file for ${name} but found ${
        shownValue(url)
      }`;
    }
    const length = Object.hasOwn(DIGITS, String(algorithm))
      ? DIGITS[algorithm as keyof typeof DIGITS]
      : undefined;
    if (
      length === undefined ||
      !new RegExp(`^[0-9a-f]{${length}}$`).test(String(hex))
    ) {
      return `a digest of ${name} with an algorithm md5, sha256 or sha512 and its hex in lower case but found ${
        shownValue(digest)
      }`;
    }
  }
  return undefined;
}

/** Says what is wrong with the numbers of images, which are optional. */
function countsTrouble(
  { images, perClass, classes }: Properties,
): string | undefined {
  const counts = (value: unknown) => {
    const { train, test } = Object(value) as Properties;
    return [train, test];
  };
  if (
    images !== undefined && !counts(images).every((count) => whole(count, 1))
  ) {
    return `numbers of images of train and test but found ${
      shownValue(images)
    }`;
  }
  const each = (count: unknown) =>
    whole(count, 1) ||
    Array.isArray(count) && count.length === classes &&
      count.every((own) => whole(own, 1));
  return perClass === undefined || counts(perClass).every(each)
    ? undefined
    : `numbers of images of each class but found ${shownValue(perClass)}`;
}
