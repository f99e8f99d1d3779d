// Every pipeline file that comes with the product is right in all its profiles, and says what it costs.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { shareEmitted } from "../support/pipeline/warm_cache.ts";
import { MAIN, ROOT } from "../support/root.ts";

const names = [...Deno.readDirSync(`${ROOT}/experiments`)]
  .map(({ name }) => name).filter((name) => name.endsWith(".yaml")).sort();

// One cache, which holds nothing but digests of code.
const cache = await Deno.makeTempDir();
shareEmitted(cache);
globalThis.addEventListener(
  "unload",
  () => Deno.removeSync(cache, { recursive: true }),
);

interface Plan {
  readonly pipeline: string;
  readonly instances: readonly unknown[];
  readonly cost: readonly {
    readonly stage: string;
    readonly seconds: number;
  }[];
}

/** The plan of a file; undefined where this machine is too small for it. */
async function plan(
  name: string,
  ...args: string[]
): Promise<Plan | undefined> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", MAIN, "plan"]
      .concat([`experiments/${name}`, "--json", "--cache", cache, ...args]),
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const error = new TextDecoder().decode(stderr);
  if (code === 2 && error.includes("MiB of memory, as this machine has")) {
    return undefined;
  }
  assertEquals(code, 0, error);
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("there are experiments", () => assertGreater(names.length, 3));

for (const name of names) {
  Deno.test(`experiments/${name} can be planned`, async () => {
    const found = await plan(name);
    if (found === undefined) return;
    assertEquals(`${found.pipeline}.yaml`, name);
    assertGreater(found.instances.length, 4);
    assert(found.cost.some(({ seconds }) => seconds > 0));
  });
}

Deno.test("every experiment whose report has test errors has random architectures in the same table, but the study that was planned without", () => {
  const texts = names.map((name) =>
    [name, Deno.readTextFileSync(`${ROOT}/experiments/${name}`)] as const
  ).filter(([, text]) => /^ {6}evaluations:/m.test(text));
  assertGreater(texts.length, 6);
  assertEquals(
    texts.filter(([, text]) =>
      !(/random: \{ space: /.test(text) &&
        /"random-(test|evaluate)\[\*\]"/.test(text))
    ).map(([name]) => name),
    ["study-s3.yaml"],
  );
});

const small = names.filter((name) => {
  const text = Deno.readTextFileSync(`${ROOT}/experiments/${name}`);
  return /^profiles:$/m.test(text) && /^ {2}ci:$/m.test(text);
});

Deno.test("the experiments of the paper have a small profile", () =>
  assertEquals(
    ["darts-space.yaml", "nasbench1shot1.yaml", "paper.yaml", "s1-s4.yaml"]
      .filter((name) => !small.includes(name)),
    [],
  ));

for (const name of small) {
  Deno.test(`experiments/${name} has a profile ci of minutes, with results under a name of its own`, async () => {
    const found = await plan(name, "--profile", "ci");
    assert(found !== undefined);
    assertEquals(`${found.pipeline}.yaml`, name.replace(".yaml", "-ci.yaml"));
    const seconds = found.cost.reduce((sum, cost) => sum + cost.seconds, 0);
    assertGreater(15 * 60, seconds);
  });
}
