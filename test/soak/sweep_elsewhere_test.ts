// Sweeps whose stages are commands, through Slurm and with results of another machine.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { cacheServer } from "../../pipeline/cache/shared/cache_server.ts";
import { newKeyPair } from "../../pipeline/cache/shared/record_signature.ts";
import { commandProject, shell } from "../support/pipeline/command_project.ts";
import { fakeSlurm } from "../support/pipeline/fake_slurm.ts";
import { RUN, slurmProject } from "../support/pipeline/slurm_project.ts";

const HEAD = `matrix: { x: { range: [-2, 2] }, steps: [1, 2] }
tune: { by: train.out.curve.value, better: lower, trials: 6, round: 3, stop: asha, rungs: steps }
`;
const TRAIN = shell(
  "train",
  'echo "{\\"curve\\": [{\\"value\\": 9}, {\\"value\\": $1}]}" > o.json',
  "outputs: { o: o.json }\npublish: true\nresources: { cpus: 1, memory: 100M }\nwith: { x: $x, steps: $steps }",
).replace("]\n", ', sh, "${param.x}", "${param.steps}"]\n').replace(
  "outputs: { o: o.json }",
  "outputs: { out: o.json }",
);

Deno.test("a sweep of commands runs through Slurm, round by round, to the trials of this machine", async () => {
  using slurm = fakeSlurm();
  await using there = slurmProject(slurm, TRAIN, HEAD);
  assertMatch(
    await there.expect(0, ...RUN),
    /sweep: 6 trials in \d rounds, 2 finished, 4 stopped/,
  );
  assertEquals(slurm.calls("sbatch").length > 0, true);
  await using here = commandProject(TRAIN, HEAD);
  await here.expect(0, "run", "a.yaml");
  assertEquals(
    there.read(".sdarts/sweeps/case.json"),
    here.read(".sdarts/sweeps/case.json"),
  );
});

Deno.test("a sweep takes the results of another machine from a shared cache", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "shared_" });
  const { privatePem, publicKey } = newKeyPair();
  Deno.writeTextFileSync(`${folder}/key.pem`, privatePem);
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    cacheServer({ folder: `${folder}/store`, quota: 1 << 30 }),
  );
  const settings =
    `url: http://127.0.0.1:${server.addr.port}\ntrust: [${publicKey}]\n`;
  const variables = { SDARTS_SHARED_KEY: `${folder}/key.pem` };
  await using first = commandProject(TRAIN, HEAD, variables);
  first.write("shared.yaml", settings);
  await first.expect(0, "run", "a.yaml");
  await using second = commandProject(TRAIN, HEAD, variables);
  second.write("shared.yaml", settings);
  assertMatch(await second.expect(0, "run", "a.yaml"), /ran 0, cached 8/);
  assert(second.executed().length === 0);
  assertEquals(
    second.read(".sdarts/sweeps/case.json"),
    first.read(".sdarts/sweeps/case.json"),
  );
  Deno.removeSync(folder, { recursive: true });
});
