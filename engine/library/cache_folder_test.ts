import { assertEquals, assertThrows } from "@std/assert";
import { fakeHost } from "../../test/support/data/fake_host.ts";
import { cacheFolder } from "./cache_folder.ts";
import { LibraryError } from "./library_error.ts";

Deno.test("cacheFolder() follows the XDG specification", () => {
  const at = (env: Record<string, string>) => cacheFolder(fakeHost({ env }));
  assertEquals(
    at({ HOME: "/home/ada" }),
    "/home/ada/.cache/sdarts/libtensorflow",
  );
  assertEquals(
    at({ HOME: "/home/ada", XDG_CACHE_HOME: "/big" }),
    "/big/sdarts/libtensorflow",
  );
  assertEquals(
    at({ HOME: "/home/ada", XDG_CACHE_HOME: "big" }),
    "/home/ada/.cache/sdarts/libtensorflow",
  );
  assertThrows(
    () => at({}),
    LibraryError,
    "No folder for libtensorflow: set HOME or XDG_CACHE_HOME",
  );
});
