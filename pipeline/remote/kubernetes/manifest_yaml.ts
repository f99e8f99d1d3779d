import { stringify } from "yaml";

/**
 * Writes resources of a cluster as YAML, one document each. All text is in double quotes, so that YAML 1.1 and 1.2 read
 * it alike.
 */
export function manifestYaml(manifests: readonly object[]): string {
  return manifests.map((manifest) =>
    `---\n${
      stringify(manifest, {
        defaultStringType: "QUOTE_DOUBLE",
        defaultKeyType: "PLAIN",
        aliasDuplicateObjects: false,
        lineWidth: 0,
      })
    }`
  ).join("");
}
