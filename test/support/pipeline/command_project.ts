// A project whose stages are shell commands, to write cases down as they happened to people.
import { assertEquals } from "@std/assert";
import { type ToyProject, toyProject } from "./toy_project.ts";

/** A project with a counter of executions that lies outside of every declared output. */
export interface CommandProject extends ToyProject {
  /** Runs the pipeline and expects an exit code. */
  expect(code: number, ...args: string[]): Promise<string>;
  /** Names of stages in the order in which they were executed, from the journal. */
  executed(): string[];
}

/** Makes a project from the text of its stages, each line indented by two. */
export function commandProject(
  stages: string,
  head = "",
  variables: Readonly<Record<string, string>> = {},
): CommandProject {
  const project = toyProject(
    `name: case\n${head}stages:\n${stages}`,
    variables,
  );
  return Object.assign(project, {
    expect: async (code: number, ...args: string[]) => {
      const ended = await project.run(...args);
      assertEquals(ended.code, code, `${ended.out}\n${ended.err}`);
      return ended.out + ended.err;
    },
    executed: () => project.ran(),
  });
}

/** One stage that runs a shell script. */
export function shell(
  id: string,
  script: string,
  more = "",
): string {
  return `  ${id}:\n    use: command\n    run: [sh, -c, ${
    JSON.stringify(script)
  }]\n${
    more.split("\n").filter((line) => line !== "").map((line) =>
      `    ${line}\n`
    ).join("")
  }`;
}
