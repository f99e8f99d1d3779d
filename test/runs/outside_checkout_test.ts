// The command `sdarts` in an empty folder beside the checkout.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "@std/yaml";
import { cifarArchive } from "../support/data/cifar_archive.ts";
import { sha256 } from "../support/data/make_wheel.ts";
import {
  type InstalledCommand,
  installedCommand,
} from "../support/pipeline/installed_command.ts";
import { shareEmitted } from "../support/pipeline/warm_cache.ts";
import { exists } from "../../pipeline/base/read_files.ts";
import { ROOT } from "../support/root.ts";

Deno.test("package.json names the version of deno.json, the Deno of the tests, and files that are there", () => {
  const read = (path: string) =>
    JSON.parse(Deno.readTextFileSync(`${ROOT}/${path}`));
  const { version, engines, files, bin } = read("package.json");
  assertEquals(version, read("deno.json").version);
  assertEquals(engines.deno, Deno.version.deno);
  const missing = [...files, bin.sdarts].filter((path: string) =>
    !exists(`${ROOT}/${path}`)
  );
  assertEquals(missing, []);
});

/** Runs a line that has to end with a code, and gives what it wrote. */
async function expect(
  { run }: InstalledCommand,
  wanted: number,
  ...line: [line: string, below?: string]
): Promise<string> {
  const { code, text } = await run(...line);
  assertEquals(code, wanted, `${line[0]}\n${text}`);
  return text;
}

/** Settings that put a small archive in the place of CIFAR-10, and make everything tiny. */
async function tiny(folder: string): Promise<string> {
  const bytes = await cifarArchive();
  Deno.writeFileSync(`${folder}/cifar.tar.gz`, bytes);
  const files =
    `{ cifar-10-binary.tar.gz: { url: "file://${folder}/cifar.tar.gz", sha256: ${
      sha256(bytes)
    } } }`;
  return [
    "matrix.perturbation=[../perturbations/gaussian.ts]",
    `data.files=${files}`,
    "images.train=40",
    "images.test=10",
    "search.batch=8",
    "search.nodes=1",
    "search.epochs=1",
    "retrain.batch=16",
    "hessian.batch=8",
  ].map((setting) => `--set '${setting}'`).join(" ");
}

Deno.test("sdarts makes a project beside the checkout, plans it from any folder below, and runs it", async () => {
  using at = await installedCommand();
  const { version } = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`));
  assertStringIncludes(
    await expect(at, 0, "sdarts --version"),
    `sdarts ${version} (Deno ${Deno.version.deno})`,
  );
  assertStringIncludes(
    await expect(at, 0, "sdarts doctor"),
    "The engine can run.",
  );
  assertStringIncludes(
    await expect(at, 2, "sdarts plan"),
    "experiments/quickstart.yaml not found: name a pipeline file, or make a project with `sdarts init`",
  );
  assertStringIncludes(await expect(at, 0, "sdarts init first"), "cd first");
  const project = `${at.folder}/first`;
  Deno.writeTextFileSync(`${project}/README.md`, "mine");
  assertStringIncludes(
    await expect(at, 2, "sdarts init first"),
    "Cannot make a project in first: first/.github/workflows/sdarts.yml is there",
  );
  assertEquals(Deno.readTextFileSync(`${project}/README.md`), "mine");

  shareEmitted(`${project}/.sdarts`);
  assertMatch(
    await expect(at, 0, "sdarts plan", "first/stages/skips"),
    /skips@random,seed=0[\s\S]*run \d+, wait \d+, cached 0/,
  );
  assertEquals(exists(`${project}/stages/skips/.sdarts`), false);
  assertStringIncludes(
    await expect(
      at,
      0,
      "sdarts plan ../experiments/quickstart.yaml",
      "first/stages",
    ),
    "skips@none,seed=0",
  );

  const settings = await tiny(at.folder);
  const done = await expect(
    at,
    0,
    `sdarts run --profile ci ${settings}`,
    "first/experiments",
  );
  assertStringIncludes(done, "ran 9, cached 0, failed 0");
  const { share } = JSON.parse(
    Deno.readTextFileSync(
      `${project}/results/quickstart-ci/skips@gaussian,seed=0/share.json`,
    ),
  );
  assertEquals(share >= 0 && share <= 1, true);
  // By npx, with the same project, keys and results.
  assertStringIncludes(
    await expect(
      at,
      0,
      `npx -y ${ROOT} plan --profile ci ${settings}`,
      "first",
    ),
    "run 0, wait 0, cached 9",
  );
});

Deno.test("the workflow of a new project does what CI can do, by npx", async () => {
  using at = await installedCommand();
  await expect(at, 0, "sdarts init");
  shareEmitted(`${at.folder}/.sdarts`);
  const { jobs } = parse(
    Deno.readTextFileSync(`${at.folder}/.github/workflows/sdarts.yml`),
  ) as { jobs: { experiment: { steps: { run?: string }[] } } };
  const lines = jobs.experiment.steps.flatMap(({ run = [] }) => run);
  assertEquals(lines.length, 2);
  // Nothing is downloaded in a test: the run is planned once more.
  for (const line of lines) {
    const planned = line.replace(" run ", " plan ");
    assertMatch(
      await expect(at, 0, `SDARTS=${ROOT}; ${planned}`),
      /run \d+, wait \d+, cached 0/,
    );
  }
});

Deno.test("sdarts has npx fetch its Deno where another version is on the path, whatever deno.json is around the user", async () => {
  using at = await installedCommand();
  const tool = (name: string, text: string) => {
    Deno.mkdirSync(`${at.folder}/tools`, { recursive: true });
    const path = `${at.folder}/tools/${name}`;
    Deno.writeTextFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };
  tool("deno", "echo 'deno 1.0.0'");
  // in the place of a download
  tool("npx", `shift 2\nexec '${Deno.execPath()}' "$@"`);
  Deno.writeTextFileSync(`${at.folder}/deno.json`, "{");
  assertStringIncludes(
    await expect(
      at,
      0,
      `PATH="$PWD/tools:$PATH" node ${ROOT}/bin/sdarts.mjs --version`,
    ),
    `(Deno ${Deno.version.deno})`,
  );
});

Deno.test("one line installs the completion of the installed command", async () => {
  using at = await installedCommand();
  const text = await expect(
    at,
    0,
    `set +e; source <(sdarts completion bash); complete -p sdarts
     COMP_WORDS=(sdarts ini); COMP_CWORD=1; _sdarts; echo "\${COMPREPLY[@]}"`,
  );
  assertEquals(text, "complete -F _sdarts sdarts\ninit\n");
});

Deno.test("a signal to the installed command ends the run as one to the program does", async () => {
  using at = await installedCommand();
  Deno.writeTextFileSync(
    `${at.folder}/a.yaml`,
    "name: a\nstages: { s: { use: command, run: [sleep, '60'], outputs: { o: o } } }\n",
  );
  const text = await expect(
    at,
    143,
    `sdarts run a.yaml &
     until test -s "$(echo .sdarts/locks/*.stage)"; do sleep 0.05; done
     kill $!; wait $!`,
  );
  assertStringIncludes(text, "stopping: running stages save their checkpoints");
});
