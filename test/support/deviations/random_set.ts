// Random image sets in folders by class, and what is in them.
import { seededRandom } from "../pipeline/mutated_file.ts";
import { type Form, FORMS } from "./image_sets.ts";

/** What a file holds. */
export type Content = "image" | "text" | "empty";

/** An image set to be written. */
export interface RandomSet {
  readonly seed: number;
  readonly form: Form;
  /** Path of the folder that holds `train/` and `val/`, with `/` at its end; empty for the set itself. */
  readonly root: string;
  /** Contents by path, in the order in which an archive has them. */
  readonly files: Readonly<Record<string, Content>>;
  /** Folders without a file. */
  readonly folders: readonly string[];
  /** Symbolic links, which point to their own folder. */
  readonly links: readonly string[];
  /** Paths that are written in GBK. */
  readonly gbk: readonly string[];
  /** A path that an archive has twice. */
  readonly twice?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  /** How an archive is written: numbers that a writer takes as it likes. */
  readonly style: readonly number[];
  /** True if nothing in it is a reason to refuse it. */
  readonly plain: boolean;
}

const CLASSES = ["cat", "dog", "owl", "Ünal", "犬", "🦊", "-n", "a b", "x.y"];
const LONG = "long ".repeat(11).trim() + "犬".repeat(40);
const STRANGE = ["val", "train", "$HOME", "%41", "[x]", LONG];
const ENDINGS = [".png", ".PNG", ".jpg", ".JPEG", ".webp", ".gif", ".tif"];
const ROOTS = ["", "", "set/", "a b/é/"];

type Make = {
  readonly pick: <T>(values: readonly T[]) => T;
  readonly root: string;
  readonly names: readonly string[];
  readonly files: Record<string, Content>;
  readonly folders: string[];
  readonly links: string[];
  readonly gbk: string[];
};

const PARTS = ["train", "val"] as const;

/** Changes that leave the classes as they are. */
const HARMLESS: readonly ((make: Make) => void)[] = [
  ({ pick, root, names, files }) => {
    const hidden = pick([".DS_Store", "._0.png", ".ipynb_checkpoints/0.png"]);
    files[`${root}${pick(PARTS)}/${pick(["", `${pick(names)}/`])}${hidden}`] =
      pick(["image", "text", "empty"]);
  },
  ({ pick, root, names, files }) => {
    const other = pick(["Thumbs.db", "@eaDir/0.png", "__MACOSX/a/0.jpg"]);
    files[`${root}${pick(PARTS)}/${pick(["", `${pick(names)}/`])}${other}`] =
      pick(["image", "text"]);
  },
  ({ pick, root, names, files }) => {
    const other = pick([
      "a.txt",
      "b.bmp",
      "README",
      "c.svg",
      "d.json",
      "e.mp4",
    ]);
    files[`${root}${pick(PARTS)}/${pick(names)}/${pick(["", "x/"])}${other}`] =
      "text";
  },
  ({ pick, root, files }) => {
    files[
      `${root}${
        pick([
          "test/cat/0.png",
          "README.md",
          "old/train/eel/0.png",
          "Train/eel/0.png",
        ])
      }`
    ] = "image";
  },
  ({ pick, root, names, files }) => {
    files[
      `${root}${pick(PARTS)}/${pick(names)}/${pick(["images", "a/b/c"])}/${
        pick(["deep", "犬".repeat(30), "x".repeat(180)])
      }${pick(ENDINGS)}`
    ] = "image";
  },
  ({ pick, root, names, folders }) => {
    folders.push(
      pick([`${root}${pick(PARTS)}/${pick(names)}/empty`, `${root}more`]),
    );
  },
];

/** Changes that may be a reason to refuse the set. */
const DOUBTFUL: readonly ((make: Make) => void)[] = [
  ({ pick, root, files }) => {
    files[`${root}${pick(PARTS)}/eel/0.png`] = pick(["image", "text"]);
  },
  ({ pick, root, files, folders }) => {
    const name = `${root}${pick(PARTS)}/ant`;
    if (pick([true, false])) folders.push(name);
    else files[`${name}/${pick(["0.bmp", ".0.png", "0"])}`] = "image";
  },
  ({ pick, root, files }) => {
    const [one, other] = pick([["Cat", "cat"], ["e\u0301", "é"], ["ﬁ", "fi"], [
      "a ",
      "a",
    ]]);
    for (const part of PARTS) {
      files[`${root}${part}/${one}/0.png`] = "image";
      files[`${root}${part}/${other}/0.png`] = "image";
      files[`${root}${part}/${one}/1.png`] = "image";
      files[`${root}${part}/${other}/1.png`] = "image";
    }
  },
  ({ pick, root, names, files }) => {
    files[`${root}${pick(PARTS)}/${pick(names)}/broken.png`] = pick([
      "empty",
      "text",
    ]);
  },
  ({ pick, root, files }) => {
    files[`${root}${pick(PARTS)}/${pick(["", "images/"])}flat.png`] = "image";
  },
  ({ pick, root, names, links }) => {
    links.push(pick([`${root}link`, `${root}train/${pick(names)}/link.png`]));
  },
  ({ root, gbk }) => {
    for (const name of ["狗", "鸟"]) {
      for (const part of PARTS) {
        for (const at of [0, 1]) gbk.push(`${root}${part}/${name}/${at}.png`);
      }
    }
  },
  ({ pick, root, names, files }) => {
    files[`other/${root}${pick(PARTS)}/${pick(names)}/0.png`] = "image";
  },
  ({ pick, root, names, files }) => {
    files[
      `${root}${pick(PARTS)}/${pick(names)}/${pick(["a\\b.png", "a\nb.png"])}`
    ] = "image";
  },
];

/** Makes an image set; the same for the same seed. */
export function randomSet(seed: number): RandomSet {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)]!;
  const root = pick(ROOTS);
  const pool = below(4) === 0 ? [...CLASSES, ...STRANGE] : CLASSES;
  const names = [
    ...new Set(Array.from({ length: 2 + below(3) }, () => pick(pool))),
  ];
  if (names.length < 2) names.push(names[0] === "cat" ? "dog" : "cat");
  const files: Record<string, Content> = {};
  for (const part of PARTS) {
    for (const name of names) {
      const count = (part === "train" ? 2 : 1) + below(3);
      for (let at = 0; at < count; at++) {
        files[`${root}${part}/${name}/${at}${pick(ENDINGS)}`] = "image";
      }
    }
  }
  const make: Make = {
    pick,
    root,
    names,
    files,
    folders: [],
    links: [],
    gbk: [],
  };
  for (let count = below(4); count > 0; count--) pick(HARMLESS)(make);
  const doubtful = below(2) * (1 + below(2));
  for (let count = doubtful; count > 0; count--) pick(DOUBTFUL)(make);
  const form = pick(FORMS);
  const twice = form !== "folder" && below(20) === 0
    ? Object.keys(files)[0]
    : undefined;
  const classes = below(4) === 0 ? names.slice(0, 2) : undefined;
  return {
    seed,
    form,
    root,
    files: below(2) === 0
      ? files
      : Object.fromEntries(Object.entries(files).reverse()),
    folders: [...new Set(make.folders)],
    links: [...new Set(make.links)],
    gbk: [...new Set(make.gbk)],
    twice,
    classes,
    style: Array.from({ length: 6 }, () => below(6)),
    plain: doubtful === 0 && twice === undefined,
  };
}

const IMAGE_ENDINGS = [...ENDINGS, ".jpe", ".jfif", ".jpeg", ".tiff"]
  .map((ending) => ending.toLowerCase());

/** Images of each class as a reader finds them that knows only the paths and the classes to take. */
export function countPaths(
  paths: readonly string[],
  { root, classes }: {
    readonly root: string;
    readonly classes?: readonly string[] | undefined;
  },
): Record<"train" | "val", Record<string, number>> {
  const counts: Record<"train" | "val", Record<string, number>> = {
    train: {},
    val: {},
  };
  for (const path of paths) {
    if (!path.startsWith(root)) continue;
    const [part, name, ...below] = path.slice(root.length).split("/");
    const steps = [name, ...below].map((step) => String(step).toLowerCase());
    const taken = (part === "train" || part === "val") && below.length > 0 &&
      steps.every((step) =>
        !/^\./.test(step) && !["thumbs.db", "@eadir", "__macosx"].includes(step)
      ) && IMAGE_ENDINGS.some((ending) => steps.at(-1)!.endsWith(ending)) &&
      (classes === undefined || classes.includes(name!));
    if (taken) counts[part][name!] = (counts[part][name!] ?? 0) + 1;
  }
  return counts;
}
