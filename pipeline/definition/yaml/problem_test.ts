import { assertEquals, assertThrows } from "@std/assert";
import { PipelineError } from "../../base/pipeline_error.ts";
import { problemAt, throwProblems } from "./problem.ts";

Deno.test("throwProblems() lists problems in file order, once each, with exit code 2", () => {
  const late = problemAt({ line: 9, column: 2 }, "late");
  const early = problemAt({ line: 3, column: 7 }, "early\n  text");
  const error = assertThrows(
    () => throwProblems("a.yaml", [late, early, late]),
    PipelineError,
  );
  assertEquals(error.message, "a.yaml:3:7: early text\na.yaml:9:2: late");
  assertEquals(error.kind, "usage");
});

Deno.test("throwProblems() accepts a file without problems", () => {
  throwProblems("a.yaml", []);
});
