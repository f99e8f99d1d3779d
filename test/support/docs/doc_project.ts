// A copy of the program on which the examples of a page are carried out.
import { dirname, join, resolve } from "node:path";
import {
  applyDiff,
  type DocBlock,
  missingLine,
  namedFile,
} from "./doc_blocks.ts";
import { classFolders } from "../data/image_fixture.ts";
import { shareEmitted } from "../pipeline/warm_cache.ts";
import { ROOT } from "../root.ts";

/** Files and folders that a copy of the program needs. */
const PARTS = ["bin", "common", "compat", "datasets", "engine", "experiments"]
  .concat(["nas", "pipeline", "stages", "template"])
  .concat(["deno.json", "deno.lock", "mod.ts", "package.json", "parts.ts"]);

function copy(from: string, to: string): void {
  if (Deno.statSync(from).isFile) {
    if (!from.endsWith("_test.ts")) Deno.copyFileSync(from, to);
    return;
  }
  Deno.mkdirSync(to);
  for (const { name } of Deno.readDirSync(from)) {
    copy(join(from, name), join(to, name));
  }
}

/** Makes a shell that stands in a copy of the program. */
function shellIn(folder: string) {
  return async (text: string) => {
    const { code, stdout } = await new Deno.Command("bash", {
      // the copy's lines count in no coverage
      args: ["-ec", `exec 2>&1\nunset DENO_COVERAGE_DIR\n${text}`],
      cwd: folder,
      env: {
        NO_COLOR: "1",
        PATH: `${join(folder, ".bin")}:${join(folder, ".installed/bin")}:${
          Deno.env.get("PATH") ?? ""
        }`,
        DENO_INSTALL_ROOT: join(folder, ".installed"),
      },
      stdin: "null",
      stderr: "null",
    }).output();
    return { code, output: new TextDecoder().decode(stdout) };
  };
}

/** A copy of the program, on which the worked examples of a page are carried out in their order. */
export interface DocProject extends Disposable {
  readonly folder: string;
  /**
   * Carries blocks out: files of `yaml` and `ts` are written, a `diff` is applied, `sh` is run, and the lines of `text`
   * have to be in what the last commands printed. Commands with the comment `# ends with code 2` must end with that code;
   * those with `# needs numpy` are left out, with a warning, where `python3` has no such module.
   *
   * @throws {Error} If something does not come out as the page says; the message has the line of the page.
   */
  carryOut(blocks: readonly DocBlock[], page: string): Promise<void>;
}

/**
 * Makes a copy of the program. A folder `/home/me/` on a page is one beside it; it has `pets/`, a few images in class
 * folders.
 *
 * @param place Empty folder in which both are made. Deno keeps what it compiled by the path of a file, so that another
 * copy in the same place starts faster.
 */
export function docProject(place: string): DocProject {
  const [folder, home] = [join(place, "docs"), join(place, "home")];
  Deno.mkdirSync(join(folder, "test"), { recursive: true });
  Deno.mkdirSync(home);
  for (const part of PARTS) copy(join(ROOT, part), join(folder, part));
  shareEmitted(join(folder, ".sdarts"));
  // pages say `deno`, whatever the name and place of the binary
  Deno.mkdirSync(join(folder, ".bin"));
  Deno.symlinkSync(Deno.execPath(), join(folder, ".bin/deno"));
  const homely = (text: string) => text.replaceAll("/home/me/", `${home}/`);
  const write = (path: string, content: string | Uint8Array) => {
    const full = resolve(folder, homely(path));
    Deno.mkdirSync(dirname(full), { recursive: true });
    if (typeof content === "string") Deno.writeTextFileSync(full, content);
    else Deno.writeFileSync(full, content);
  };
  const pets = { train: 6, width: 40, height: 36, root: "/home/me/pets" };
  Object.entries(classFolders(["cat", "dog", "owl"], pets))
    .forEach(([path, bytes]) => write(path, bytes));
  const shell = shellIn(folder);
  return {
    folder,
    async carryOut(blocks, page) {
      let output = "";
      let tooSmall = false;
      let lacks = false;
      for (const block of blocks) {
        const place = `${page}:${block.line}`;
        const text = homely(block.text);
        const path = namedFile(block);
        if (block.language === "sh") {
          const module = /# needs (\w+)/.exec(text)?.[1];
          lacks = module !== undefined &&
            (await shell(`python3 -c 'import ${module}'`)).code !== 0;
          if (lacks) {
            console.warn(`${place} is left out: python3 has no ${module}`);
            continue;
          }
          const wanted = Number(/# ends with code (\d+)/.exec(text)?.[1] ?? 0);
          const ended = await shell(text);
          output = ended.output;
          // what a page says of the cost of large experiments holds on large machines
          tooSmall = output.includes("MiB of memory, as this machine has");
          if (tooSmall) continue;
          if (ended.code !== wanted) {
            throw new Error(
              `Expected exit code ${wanted} but found ${ended.code} at ${place}:\n${output}`,
            );
          }
        } else if (block.language === "text") {
          const missing = missingLine(text, output);
          if (missing !== undefined && (tooSmall || lacks)) continue;
          if (missing !== undefined) {
            throw new Error(
              `Expected the line "${missing}" at ${place} but found:\n${output}`,
            );
          }
        } else if (path === undefined) {
          throw new Error(
            `Expected the name of a file in the first line at ${place}`,
          );
        } else if (block.language === "diff") {
          const old = Deno.readTextFileSync(join(folder, path));
          write(path, applyDiff(text, old, `${path}, ${place}`));
        } else write(path, text);
      }
    },
    [Symbol.dispose]: () => {
      Deno.removeSync(folder, { recursive: true });
      Deno.removeSync(home, { recursive: true });
    },
  };
}
