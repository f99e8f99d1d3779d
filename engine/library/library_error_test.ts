import { assertEquals, assertStringIncludes } from "@std/assert";
import { describeWriteError, LibraryError } from "./library_error.ts";

Deno.test("describeWriteError() tells a full disk from other errors", () => {
  const full = describeWriteError(
    Object.assign(new Error("No space left on device"), { code: "ENOSPC" }),
    "/cache",
  );
  assertEquals(full.failure, "space");
  assertStringIncludes(
    full.message,
    "Cannot write /cache: no space left on the device",
  );
  const denied = describeWriteError(
    new Deno.errors.PermissionDenied("permission denied"),
    "/cache",
  );
  assertEquals([denied.failure, denied.message], [
    "write",
    "Cannot write /cache: permission denied",
  ]);
});

Deno.test("describeWriteError() leaves an error that says enough as it is", () => {
  const error = new LibraryError("hash", "Expected a but found b");
  assertEquals(describeWriteError(error, "/cache") === error, true);
});
