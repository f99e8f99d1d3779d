import { assertEquals } from "@std/assert";
import { failureText } from "./failure_text.ts";

for (
  const [name, error, expected] of [
    [
      "an error",
      new Error("Expected a\n  but found b"),
      "Expected a but found b",
    ],
    ["text", "text", "text"],
    [
      "a denied read",
      new Deno.errors.NotCapable(
        'Requires read access to "/x", run again with the --allow-read flag',
      ),
      'the stage requires read access to "/x", but declares no such input, output or permission',
    ],
    [
      "a full disk",
      new Error("No space left on device (os error 28): writefile '/x'"),
      "no space left on the disk (ENOSPC): No space left on device (os error 28): writefile '/x'",
    ],
  ] as const
) {
  Deno.test(`failureText() of ${name} is one line`, () => {
    assertEquals(failureText(error), expected);
  });
}
