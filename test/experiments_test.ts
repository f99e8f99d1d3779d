// Every pipeline file that comes with the product is right, and says what it costs.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const namesIn = (folder: string) =>
  [...Deno.readDirSync(`${ROOT}experiments/${folder}`)]
    .map(({ name }) => `${folder}${name}`)
    .filter((name) => name.endsWith(".yaml")).sort();
const names = [...namesIn(""), ...namesIn("ci/")];

// One cache, which holds nothing but digests of code.
const cache = await Deno.makeTempDir();
globalThis.addEventListener(
  "unload",
  () => Deno.removeSync(cache, { recursive: true }),
);

Deno.test("there are experiments", () => assertGreater(names.length, 3));

for (const name of names) {
  Deno.test(`experiments/${name} can be planned`, async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", `${ROOT}pipeline/main.ts`, "plan"]
        .concat([`experiments/${name}`, "--json", "--cache", cache]),
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    const error = decoder.decode(stderr);
    // A machine may be too small for the published size; nothing else is an excuse.
    if (code === 2 && error.includes("MiB of memory, as this machine has")) {
      return;
    }
    assertEquals(code, 0, error);
    const plan = JSON.parse(decoder.decode(stdout)) as {
      pipeline: string;
      instances: unknown[];
      cost: { stage: string; seconds: number }[];
    };
    // A small version has a name of its own, as its results do.
    assertEquals(
      `${plan.pipeline}.yaml`,
      name.replace(/^ci\/(.+)\.yaml$/, "$1-ci.yaml"),
    );
    assertGreater(plan.instances.length, 4);
    assert(plan.cost.some(({ seconds }) => seconds > 0));
  });
}
