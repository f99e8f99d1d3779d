import { assertEquals, assertThrows } from "@std/assert";
import { isDiskFull, writing } from "./disk_error.ts";
import { PipelineError } from "./pipeline_error.ts";

Deno.test("writing() names what was written when the disk is full", () => {
  if (Deno.build.os !== "linux") return;
  const error = assertThrows(
    () =>
      writing(
        "blob x (5 bytes)",
        () => Deno.writeTextFileSync("/dev/full", "hello"),
      ),
    PipelineError,
  );
  assertEquals(error.kind, "failed");
  assertEquals(
    error.message,
    "Cannot write blob x (5 bytes): no space left on the disk (ENOSPC)",
  );
});

Deno.test("writing() leaves other errors alone and returns values", () => {
  assertThrows(
    () => writing("x", () => Deno.readTextFileSync("/nowhere/x")),
    Deno.errors.NotFound,
  );
  assertEquals(writing("x", () => 3), 3);
  assertEquals(isDiskFull(new Error("other")), false);
});
