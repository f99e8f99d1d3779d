import { assertEquals, assertThrows } from "@std/assert";
import { parseArguments } from "./parse_arguments.ts";
import { PipelineError } from "../../base/pipeline_error.ts";

for (
  const [args, command, words, flags] of [
    [[], "run", [], {}],
    [["run"], "run", [], {}],
    [["plan", "a.yaml"], "plan", ["a.yaml"], {}],
    [["a.yaml"], "run", ["a.yaml"], {}],
    [["run", "a.yaml", "--jobs", "2", "-k"], "run", ["a.yaml"], {
      jobs: 2,
      "keep-going": true,
    }],
    [["-j", "3", "run"], "run", [], { jobs: 3 }],
    [["run", "--no-wait", "--json"], "run", [], { wait: false, json: true }],
    [["run", "--project", "p", "--cache=c", "--grace", "0"], "run", [], {
      project: "p",
      cache: "c",
      grace: 0,
    }],
    [["run", "--help"], "help", ["run"], {}],
    [["--help"], "help", [], {}],
    [["help", "plan"], "help", ["plan"], {}],
    [["--version"], "version", [], {}],
    [["init"], "init", [], {}],
    [["init", "first"], "init", ["first"], {}],
    [["regress", "--format", "junit"], "regress", [], { format: "junit" }],
  ] as const
) {
  Deno.test(`parseArguments() of "${args.join(" ")}"`, () => {
    assertEquals<unknown>(parseArguments(args), { command, words, flags });
  });
}

for (
  const [args, message] of [
    [
      ["rnu"],
      "or a .yaml file but found rnu (did you mean run?)",
    ],
    [
      ["run", "a.yaml", "b.yaml"],
      "Expected [file.yaml] after run but found a.yaml b.yaml",
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
    [["run", "--cache"], "--cache needs a value"],
    [
      ["verify", "--jobs", "2"],
      "Expected a flag of verify (--json, --project, --cache, --help) but found --jobs",
    ],
    [
      ["regress", "--format", "xml"],
      "Expected --format to be one of table, json, junit, markdown, badge but found xml",
    ],
    [["verify", "a.yaml"], "Expected nothing after verify but found a.yaml"],
  ] as const
) {
  Deno.test(`parseArguments() rejects "${args.join(" ")}"`, () => {
    const error = assertThrows(
      () => parseArguments(args),
      PipelineError,
      message,
    );
    assertEquals(error.kind, "usage");
  });
}

Deno.test("parseArguments() leaves words that look like numbers as they are", () => {
  for (const word of ["12345e678901", "5e7", "0012", "0x10", "1.50"]) {
    assertEquals(parseArguments(["checkout", word]).words, [word]);
    assertEquals(parseArguments(["diff", word, "last"]).words, [word, "last"]);
  }
});
