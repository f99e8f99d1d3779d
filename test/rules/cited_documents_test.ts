// Comments and pages name documents; each must exist, with the section that is cited.
import { assertEquals } from "@std/assert";
import { dirname, join, normalize } from "node:path/posix";
import { ROOT } from "../support/root.ts";

/** This file invents citations. */
const SELF = "test/rules/cited_documents_test.ts";

const SKIPPED = new Set(["node_modules", "coverage", "results"]);

/** Paths of code and pages from the root. */
function* readableFiles(folder = ""): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(join(ROOT, folder))) {
    if (name.startsWith(".") || SKIPPED.has(name)) continue;
    const path = join(folder, name);
    if (isDirectory) yield* readableFiles(path);
    else if (/\.(tsx?|md|yaml)$/.test(name) && path !== SELF) yield path;
  }
}

/** Numbers of the sections of a page: `## 4. Search` has 4, and item 21 of its list has 4.21. */
function sectionsOf(page: string): Set<string> {
  const found = new Set<string>();
  let section = "";
  for (const line of page.split("\n")) {
    section = /^#+ (\d+\w*)\. /.exec(line)?.[1] ?? section;
    const item = /^(\d+)\. /.exec(line)?.[1];
    found.add(section).add(`${section}.${item}`);
  }
  return found;
}

/** A document named in a text, and the section where one follows: `docs/method.md section 4`. */
const CITED = /([\w./-]*\w\.md)\b(?:,? sections? (\d+[a-z]?(?:\.\d+)?))?/g;

function exists(path: string): boolean {
  try {
    return Deno.statSync(join(ROOT, path)).isFile;
  } catch {
    return false;
  }
}

/** Citations of a text whose document or section does not exist. */
function missing(path: string, text: string): string[] {
  // A citation may continue on the next line of a comment.
  const joined = text.replace(/\n *(?:\*|\/\/|#)? */g, " ");
  return [...joined.matchAll(CITED)].flatMap(([cited, name, section]) => {
    const beside = normalize(join(dirname(path), name!));
    const page = [normalize(name!.replace(/^\//, "")), beside].find(exists);
    if (page === undefined) return [`${path}: ${name}`];
    if (section === undefined) return [];
    const sections = sectionsOf(Deno.readTextFileSync(join(ROOT, page)));
    return sections.has(section) ? [] : [`${path}: ${cited}`];
  });
}

Deno.test("every document that code or a page names exists, with its section", () => {
  const found = [...readableFiles()].flatMap((path) =>
    missing(path, Deno.readTextFileSync(join(ROOT, path)))
  );
  assertEquals(found, []);
});

Deno.test("a citation of a document or a section that does not exist is found", () => {
  const cite = (text: string) => missing("nas/search/a.ts", text);
  assertEquals(cite("// docs/method.md section 4, README.md"), []);
  assertEquals(cite("// see\n// docs/method.md\n// section 99"), [
    "nas/search/a.ts: docs/method.md section 99",
  ]);
  assertEquals(cite("// method.md section 4"), ["nas/search/a.ts: method.md"]);
});
