/** The module esbuild-wasm. */
export type Esbuild = typeof import("esbuild-wasm");

/** esbuild can be initialised once in a process only. */
let started: Promise<Esbuild> | undefined;

/** Starts esbuild in this process. */
export function startEsbuild(): Promise<Esbuild> {
  started ??= (async () => {
    const esbuild = await import(
      "esbuild-wasm/esm/browser.js"
    ) as unknown as Esbuild;
    const url = new URL(import.meta.resolve("esbuild-wasm/esbuild.wasm"));
    const wasmModule = await WebAssembly.compile(await Deno.readFile(url));
    await esbuild.initialize({ wasmModule, worker: false });
    return esbuild;
  })();
  return started;
}
