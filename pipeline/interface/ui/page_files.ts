import { PAGE_STYLE } from "./style.ts";

/** Files that the page loads besides its HTML, by path. */
export type PageFiles = ReadonlyMap<string, PageFile>;

export interface PageFile {
  readonly type: string;
  readonly text: string;
}

/** Packages by name, with their address on the server and the module that it serves. */
const PACKAGES: ReadonlyMap<string, { path: string; module: string }> = new Map(
  [
    ["preact", { path: "/lib/preact.js", module: "preact" }],
    ["preact/hooks", { path: "/lib/hooks.js", module: "preact/hooks" }],
    ["uplot", { path: "/lib/uplot.js", module: "uplot/dist/uPlot.esm.js" }],
  ],
);

/**
 * Builds the files of the page in memory: its program from `client/`, the style, and the packages that the program uses.
 */
export async function pageFiles(): Promise<PageFiles> {
  // A package can only be resolved once it is on this machine: these imports download it.
  await Promise.all([
    import("preact/package.json", { with: { type: "json" } }),
    import("uplot/package.json", { with: { type: "json" } }),
  ]);
  const read = (module: string) =>
    Deno.readTextFile(new URL(import.meta.resolve(module)));
  const script = (text: string) => ({
    type: "text/javascript; charset=utf-8",
    text,
  });
  const style = `${await read("uplot/dist/uPlot.min.css")}\n${PAGE_STYLE}`;
  const packages = [...PACKAGES.values()].map(async ({ path, module }) =>
    [path, script(withPaths(await read(module)))] as const
  );
  return new Map([
    ["/page.js", script(await program())],
    ["/page.css", { type: "text/css; charset=utf-8", text: style }],
    ...await Promise.all(packages),
  ]);
}

/** Replaces package names, which a browser cannot resolve, by paths, and drops source maps, which are not served. */
function withPaths(code: string): string {
  return code.replace(/^\/\/# sourceMappingURL=.*$/gm, "").replace(
    /\bfrom\s*"([^"]+)"/g,
    (whole, name: string) => {
      const found = PACKAGES.get(name);
      return found === undefined ? whole : `from"${found.path}"`;
    },
  );
}

/** Bundles the program without its types; packages stay outside, as parsing them takes most of the time. */
async function program(): Promise<string> {
  const esbuild = await import("esbuild");
  const { outputFiles } = await esbuild.build({
    entryPoints: [new URL("client/main.ts", import.meta.url).href],
    bundle: true,
    write: false,
    outfile: "page.js",
    format: "esm",
    target: "es2022",
    platform: "browser",
    charset: "utf8",
    logLevel: "silent",
    tsconfigRaw: "{}",
    plugins: [{
      name: "page",
      setup: (build) => {
        build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
          const found = PACKAGES.get(path);
          return found === undefined
            ? {
              path: new URL(path, importer || undefined).href,
              namespace: "url",
            }
            : { path: found.path, external: true };
        });
        build.onLoad({ filter: /.*/, namespace: "url" }, async ({ path }) => ({
          contents: await Deno.readTextFile(new URL(path)),
          loader: "ts",
        }));
      },
    }],
  });
  return outputFiles[0]?.text ?? "";
}
