import { assertEquals, assertThrows } from "@std/assert";
import { PipelineError } from "../../base/pipeline_error.ts";
import { parseSlurmSettings } from "./slurm_settings.ts";

const parse = (option: string) =>
  parseSlurmSettings(`options: [${JSON.stringify(option)}]\n`, "slurm.yaml");

for (
  const option of [
    "--wrap=id",
    "--wra=id",
    "--arr=0-9999",
    "--outp=/x",
    "--exp=ALL",
    "--export-file=/x",
    "--get-user",
    "--requ",
    "--w=id",
    "--",
    "-J",
    "id",
  ]
) {
  Deno.test(`options of slurm.yaml may not be ${option}`, () => {
    assertThrows(() => parse(option), PipelineError, "slurm.yaml:1:");
  });
}

Deno.test("options of slurm.yaml may be those of the site", () => {
  for (const option of ["--constraint=a100", "--nodes=1", "--exclusive"]) {
    assertEquals(parse(option).options, [option]);
  }
});
