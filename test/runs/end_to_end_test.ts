import { join, relative } from "node:path";
import { assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { until } from "../support/pipeline/until.ts";
import { shareEmitted } from "../support/pipeline/warm_cache.ts";
import { MAIN, ROOT } from "../support/root.ts";
import { tempFolder } from "../support/temp_folder.ts";

/** A pipeline of all real stages but download and split, on noise. */
function pipelineText(folder: string): string {
  const data = relative(
    folder,
    join(ROOT, "test/support/data/tiny_dataset_stage.ts"),
  );
  return `
name: tiny
matrix: { method: [darts, sdarts-adv], seed: [0] }
stages:
  data: { use: ${
    data.startsWith(".") ? data : `./${data}`
  }, with: { train: 64, test: 20 } }
  search:
    use: search
    needs: { data: data }
    with: { space: s3, method: $method, seed: $seed, channels: 4, cells: 3, nodes: 1, epochs: 4, batch: 6 }
  derive: { use: derive, needs: { search: search } }
  retrain:
    use: retrain
    needs: { data: data, genotype: derive }
    with: { channels: 4, cells: 3, epochs: 1, batch: 24, auxiliary: false, cutout: 4 }
  evaluate: { use: evaluate, needs: { data: data, network: retrain } }
  hessian: { use: hessian, needs: { data: data, search: search }, with: { batches: 2, batch: 8 } }
  summary:
    use: report
    needs:
      searches: "search[*]"
      alphas: "search[*]"
      genotypes: "derive[*]"
      trajectories: "derive[*]"
      retrains: "retrain[*]"
      evaluations: "evaluate[*]"
      curvature: "hessian[*]"
`;
}

function start(file: string, cache: string, ...flags: string[]) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "run", file]
      .concat(["--cache", cache, ...flags]),
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function finish(child: Deno.ChildProcess) {
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder().decode(stdout) +
    new TextDecoder().decode(stderr);
  return { code, text };
}

/** Outputs of all actions by key. */
async function records(cache: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for await (const { name } of Deno.readDir(join(cache, "ac"))) {
    const text = await Deno.readTextFile(join(cache, "ac", name));
    const { key, outputs } = JSON.parse(text);
    found[key] = outputs;
  }
  return found;
}

/** True once some search has saved a checkpoint. */
async function hasCheckpoint(cache: string): Promise<boolean> {
  try {
    for await (const { name } of Deno.readDir(join(cache, "checkpoints"))) {
      const folder = join(cache, "checkpoints", name);
      for await (const file of Deno.readDir(folder)) {
        if (file.name.endsWith(".safetensors")) return true;
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return false;
}

Deno.test("a search that is killed and resumed gives the bytes of an uninterrupted run, at any number of jobs", async () => {
  using folder = tempFolder();
  const file = join(folder.path, "tiny.yaml");
  await Deno.writeTextFile(file, pipelineText(folder.path));
  const whole = join(folder.path, "whole");
  const killed = join(folder.path, "killed");
  shareEmitted(whole);
  shareEmitted(killed);

  const first = await finish(start(file, whole, "--jobs", "1"));
  assertEquals(first.code, 0, first.text);
  assertStringIncludes(first.text, "ran 12, cached 0, failed 0");

  const victim = start(file, killed, "--jobs", "2");
  await until(() => hasCheckpoint(killed));
  victim.kill("SIGKILL");
  const { code } = await finish(victim);
  assertGreater(code, 128);
  const second = await finish(start(file, killed, "--jobs", "2"));
  assertEquals(second.code, 0, second.text);
  assertStringIncludes(second.text, "resumes from its checkpoint");
  assertEquals(await records(killed), await records(whole));

  const again = await finish(start(file, whole));
  assertEquals(again.code, 0);
  assertStringIncludes(again.text, "ran 0, cached 12");
});
