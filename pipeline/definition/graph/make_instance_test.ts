import { assertEquals } from "@std/assert";
import { declaredPermissions } from "./make_instance.ts";

Deno.test("declaredPermissions() may depend on the parameters", () => {
  const permissions = ({ url }: { url: string }) =>
    url.startsWith("file:") ? { read: [url.slice(7)] } : { net: true as const };
  assertEquals(
    [
      declaredPermissions({ permissions }, { url: "file:///a,b" }),
      declaredPermissions({ permissions }, { url: "https://x" }),
      declaredPermissions({ permissions: { run: ["npm"] } }, null),
      declaredPermissions({}, null),
    ],
    [{ read: ["/a,b"] }, { net: true }, { run: ["npm"] }, {}],
  );
});
