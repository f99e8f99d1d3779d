// Finds the paths that a page names.
import { dirname, join, normalize } from "node:path/posix";
import { docBlocks } from "./doc_blocks.ts";
import { ROOT } from "../root.ts";

/** Inline code of a Markdown text; code of its blocks does not count. */
export function inlineCode(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/`([^`\n]+(?:\n[^`\n]+)?)`/g)]
    .map(([, code]) => code!.replace(/\s+/g, " "));
}

/** Paths of the project that a page names in inline code, apart from what its own examples or a run make. */
export function namedPaths(text: string): string[] {
  const folders = [...Deno.readDirSync(ROOT)]
    .filter(({ name, isDirectory }) => isDirectory && !name.startsWith("."))
    .map(({ name }) => name);
  const made = docBlocks(text).map(({ text }) => text.split("\n")[0]!);
  return inlineCode(text)
    .filter((code) => /^[\w*-]+\/[\w.*/-]*$/.test(code))
    .filter((code) => folders.includes(code.split("/")[0]!))
    // what a run publishes is not there yet
    .filter((code) => !/^results\/(?!studies|baselines|paper)\w/.test(code))
    .filter((code) => !code.includes("NAME"))
    .filter((code) => !made.some((line) => line.endsWith(code)));
}

/** Paths and targets of links of a page that do not exist, each with the page in front. */
export function deadPaths(page: string): string[] {
  const text = Deno.readTextFileSync(join(ROOT, page));
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1]!)
    .filter((target) => !target.includes(":"));
  return [
    ...namedPaths(text).filter((path) => !isThere(path)),
    ...links.filter((target) =>
      !isThere(normalize(join(dirname(page), target)))
    ),
  ].map((path) => `${page}: ${path}`);
}

/** True for a file or folder; `*` stands for any folder, and the end `.ts` or `_test.ts` may be missing. */
function isThere(path: string): boolean {
  const [first, ...rest] = path.replace(/\/$/, "").split("/*/");
  const at = join(ROOT, first!.replace(/\/\*$/, ""));
  if (rest.length > 0) {
    return [...Deno.readDirSync(at)].some(({ name }) =>
      isThere([`${first}/${name}`, ...rest].join("/"))
    );
  }
  return ["", ".ts", "_test.ts"].some((end) => {
    try {
      Deno.statSync(`${at}${end}`);
      return true;
    } catch {
      return false;
    }
  });
}
