// Preloaded before a program (`deno run --preload`): counts what it does with files, and writes the counts as JSON to
// the file that COUNT_FILES names when the program ends.

interface Counts {
  /** Files opened or read. */
  readonly read: string[];
  /** Files written, made by renaming, linked or removed. */
  readonly written: string[];
}

const counts: Counts = { read: [], written: [] };
const target = Deno.env.get("COUNT_FILES");

type Call = (...args: never[]) => unknown;
type Names = {
  [K in keyof typeof Deno]: (typeof Deno)[K] extends Call ? K : never;
}[keyof typeof Deno];

function watch(name: Names, list: string[]): void {
  const original = Deno[name] as (...args: unknown[]) => unknown;
  Object.defineProperty(Deno, name, {
    value: (...args: unknown[]) => {
      list.push(String(args[0]));
      return original(...args);
    },
  });
}

const READS = ["readFileSync", "readTextFileSync", "readFile", "readTextFile"];
const WRITES = [
  "writeFileSync",
  "writeTextFileSync",
  "writeFile",
  "writeTextFile",
  "renameSync",
  "rename",
  "copyFileSync",
  "linkSync",
  "symlinkSync",
  "removeSync",
  "remove",
];
for (const name of READS) watch(name as Names, counts.read);
for (const name of WRITES) watch(name as Names, counts.written);

const { openSync } = Deno;
Deno.openSync = (path, options) => {
  const writes = options?.write === true || options?.append === true;
  (writes ? counts.written : counts.read).push(String(path));
  return openSync(path, options);
};

if (target !== undefined) {
  const { exit, writeTextFileSync } = Deno;
  const save = () => writeTextFileSync(target, JSON.stringify(counts));
  Deno.exit = (code): never => {
    save();
    return exit(code);
  };
}
