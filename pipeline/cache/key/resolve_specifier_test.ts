import { assertEquals } from "@std/assert";
import { type ImportMap, resolveSpecifier } from "./resolve_specifier.ts";

const MAP: ImportMap = {
  folder: "/p",
  imports: {
    "zod": "npm:zod@4.6.7",
    "@std/cli": "jsr:@std/cli@^1.0.0",
    "@std/yaml": "jsr:@std/yaml@^1.0.0",
    "local/": "./lib/",
  },
  links: new Map([["@std/cli", {
    folder: "/p/compat/cli",
    exports: { ".": "../../mod.ts", "./parse-args": "./parse_args.ts" },
  }]]),
};

for (
  const [specifier, expected] of [
    ["./a.ts", { type: "file", path: "/p/stages/a.ts" }],
    ["../nas/a.ts", { type: "file", path: "/p/nas/a.ts" }],
    ["file:///q/a.ts", { type: "file", path: "/q/a.ts" }],
    ["node:path", { type: "builtin", specifier: "node:path" }],
    ["zod", { type: "package", specifier: "npm:zod@4.6.7" }],
    ["zod/v4", { type: "package", specifier: "npm:zod@4.6.7/v4" }],
    ["@std/cli/parse-args", {
      type: "file",
      path: "/p/compat/cli/parse_args.ts",
    }],
    ["@std/yaml", { type: "package", specifier: "jsr:@std/yaml@^1.0.0" }],
    ["local/x.ts", { type: "file", path: "/p/lib/x.ts" }],
    ["zodiac", { type: "unknown" }],
    ["https://example.com/x.ts", { type: "unknown" }],
  ] as const
) {
  Deno.test(`resolveSpecifier("${specifier}")`, () => {
    assertEquals(
      resolveSpecifier(specifier, "/p/stages/stage.ts", MAP),
      expected,
    );
  });
}
