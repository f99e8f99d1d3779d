import {
  type CommandProject,
  commandProject,
  shell,
} from "./command_project.ts";

/** A site on which nothing takes long. */
const SITE = "poll: 0.3\nbeat: 0.5\npatience: 3\n";

/** Command line of a run through Slurm. */
export const RUN = ["run", "a.yaml", "--executor", "slurm"];

/** A stage that takes a second. */
export const SLOW = shell(
  "slow",
  "echo part > k; sleep 1; echo done >> k",
  "outputs: { k: k }\npublish: true\nresources: { cpus: 1, memory: 100M }",
);

/** Makes a project with the settings of that site. */
export function slurmProject(stages: string, head = ""): CommandProject {
  const project = commandProject(stages, head);
  project.write("slurm.yaml", SITE);
  return project;
}
