// A project whose runs go through the fake Slurm.
import {
  type CommandProject,
  commandProject,
  shell,
} from "./command_project.ts";
import type { FakeSlurm } from "./fake_slurm.ts";

/** A site on which nothing takes long; a job is silent for `patience` seconds before it counts as dead. */
export function site(patience: number): string {
  return `poll: 0.3\nbeat: 0.5\npatience: ${patience}\n`;
}

/** Command line of a run through Slurm. */
export const RUN = ["run", "a.yaml", "--executor", "slurm"];

/** A stage that takes a second. */
export const SLOW = shell(
  "slow",
  "echo part > k; sleep 1; echo done >> k",
  "outputs: { k: k }\npublish: true\nresources: { cpus: 1, memory: 100M }",
);

/** Makes a project with the settings of that site, whose commands find that Slurm. */
export function slurmProject(
  { variables }: FakeSlurm,
  stages: string,
  head = "",
): CommandProject {
  const project = commandProject(stages, head, variables);
  project.write("slurm.yaml", site(3));
  return project;
}
