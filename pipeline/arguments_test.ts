import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "./arguments.ts";
import { ExitError } from "./exit_error.ts";

const DEFAULTS = { keepGoing: false, wait: true, json: false, grace: 10 };

for (
  const [args, expected] of [
    [[], { command: "run" }],
    [["run"], { command: "run" }],
    [["plan", "a.yaml"], { command: "plan", file: "a.yaml" }],
    [["a.yaml"], { command: "run", file: "a.yaml" }],
    [["run", "a.yaml", "--jobs", "2", "-k"], {
      command: "run",
      file: "a.yaml",
      jobs: 2,
      keepGoing: true,
    }],
    [["-j", "3", "run"], { command: "run", jobs: 3 }],
    [["run", "--no-wait", "--json"], {
      command: "run",
      wait: false,
      json: true,
    }],
    [["run", "--project", "p", "--cache=c", "--grace", "0"], {
      command: "run",
      project: "p",
      cache: "c",
      grace: 0,
    }],
    [["run", "--help"], { command: "help" }],
  ] as const
) {
  Deno.test(`parseArguments() of "${args.join(" ")}"`, () => {
    assertEquals({ ...parseArguments(args) }, { ...DEFAULTS, ...expected });
  });
}

for (
  const [args, message] of [
    [
      ["rnu"],
      "Expected a command (run, plan, status, verify, help) or a .yaml file but found rnu (did you mean run?)",
    ],
    [
      ["run", "a.yaml", "b.yaml"],
      "Expected one pipeline file but found a.yaml b.yaml",
    ],
    [
      ["run", "--keep-goin"],
      "but found --keep-goin (did you mean --keep-going?)",
    ],
    [
      ["run", "--jobs", "0"],
      "Expected --jobs to be a whole number of at least 1 but found 0",
    ],
    [
      ["run", "--jobs", "x"],
      "Expected --jobs to be a whole number of at least 1 but found x",
    ],
    [["run", "--cache"], "Expected a value of --cache but found none"],
    [["verify", "a.yaml"], "Expected no file after verify but found a.yaml"],
  ] as const
) {
  Deno.test(`parseArguments() refuses "${args.join(" ")}"`, () => {
    const error = assertThrows(() => parseArguments(args), ExitError, message);
    assertEquals(error.code, 2);
  });
}
