import { assertEquals } from "@std/assert";
import { writeRivalProject } from "./rival_projects.ts";

Deno.test("writeRivalProject() writes the same chains for both tools, with their outputs", () => {
  const folder = Deno.makeTempDirSync({ prefix: "rival_" });
  const read = (path: string) => Deno.readTextFileSync(`${folder}/${path}`);
  writeRivalProject(folder, { rival: "dvc", stages: 8 });
  writeRivalProject(folder, { rival: "snakemake", stages: 8 });
  assertEquals([...Deno.readDirSync(`${folder}/out`)].length, 8);
  assertEquals(read("out/chain1_level3.txt"), "7\n");
  assertEquals(
    read("dvc.yaml").split("\n").slice(-5).join("\n"),
    `  chain1_level3:
    cmd: echo 7 > out/chain1_level3.txt
    deps: [out/chain1_level2.txt]
    outs: [out/chain1_level3.txt]
`,
  );
  assertEquals(
    read("Snakefile").split("\n").slice(0, 5).join("\n"),
    `rule all:
    input: ["out/chain0_level3.txt", "out/chain1_level3.txt"]
rule chain0_level0:
    output: "out/chain0_level0.txt"
    shell: "echo 0 > {output}"`,
  );
  Deno.removeSync(folder, { recursive: true });
});
