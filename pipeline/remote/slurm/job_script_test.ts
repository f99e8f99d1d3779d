import { assertEquals } from "@std/assert";
import { tempFolder } from "../../../test/support/temp_folder.ts";
import { jobScript } from "./job_script.ts";

/** What a job with or without GPUs sees, if Slurm sets these variables. */
async function visible(
  gpus: boolean,
  set: Record<string, string>,
): Promise<string> {
  using work = tempFolder();
  for (const name of ["out", "tmp", "end"]) {
    Deno.mkdirSync(`${work.path}/laid/${name}`, { recursive: true });
  }
  Deno.writeTextFileSync(`${work.path}/job.json`, "{}");
  const script = jobScript({
    name: "a",
    work: work.path,
    command: {
      program: "/bin/sh",
      args: ["-c", 'echo "${CUDA_VISIBLE_DEVICES-all}" >seen'],
      env: gpus ? {} : { CUDA_VISIBLE_DEVICES: "" },
    },
    beat: 60,
    patience: 0,
    gpus,
  });
  const { code } = await new Deno.Command("sh", {
    args: ["-c", script],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", ...set },
  }).output();
  assertEquals(code, 0);
  return Deno.readTextFileSync(`${work.path}/seen`).trim();
}

Deno.test("a job with GPUs sees those of Slurm, named or not, and one without sees none", async () => {
  const slurm = { CUDA_VISIBLE_DEVICES: "2,3" };
  assertEquals(await visible(true, slurm), "2,3");
  assertEquals(await visible(true, {}), "all");
  assertEquals(await visible(false, slurm), "");
});
