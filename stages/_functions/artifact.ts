/** An artifact for a function: its path, or the result of the function that made it. */
export type ArtifactSource<Name extends string> =
  | string
  | { readonly files: Readonly<Record<Name, string>> };

/** Path of an artifact. */
export function artifactPath<Name extends string>(
  source: ArtifactSource<Name>,
  name: Name,
): string {
  return typeof source === "string" ? source : source.files[name];
}

/**
 * Declares what a function leaves behind.
 *
 * @param made Paths of outputs by name, as `callStage()` gives them.
 */
export function madeFiles<Name extends string>(
  made: Readonly<Record<string, string>>,
): Readonly<Record<Name, string>> {
  return made as Readonly<Record<Name, string>>;
}
