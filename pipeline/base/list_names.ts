import { exists } from "./read_files.ts";

/**
 * Names in a folder.
 *
 * Throws a `TypeError` for one that is not UTF-8: the text that Deno gives for it names nothing, or another file.
 */
export function listNames(folder: string): string[] {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  const wrong = names.find((name, index) =>
    name.includes("\ufffd") &&
    (names.indexOf(name) !== index || !exists(`${folder}/${name}`))
  );
  if (wrong === undefined) return names;
  throw new TypeError(`Expected names in UTF-8 but found ${folder}/${wrong}`);
}
