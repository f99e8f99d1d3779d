/** An empty temporary folder, removed with everything in it at the end of the scope. */
export interface TempFolder extends Disposable {
  readonly path: string;
}

/** Makes a folder: `using folder = tempFolder()`. Its path is free of links, so that it can be compared. */
export function tempFolder(): TempFolder {
  const path = Deno.realPathSync(Deno.makeTempDirSync());
  return {
    path,
    [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }),
  };
}
