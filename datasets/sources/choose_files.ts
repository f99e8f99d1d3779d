import type {
  DatasetSpec,
  OfficialFile,
  PublishedFile,
} from "../catalogue/spec.ts";

/** The user's files in place of the official ones, by name. */
export type OwnFiles = Readonly<
  Record<string, { readonly url: string; readonly sha256: string }>
>;

/** Parameters and facts by which the files are chosen. */
type FilesSpec = Pick<DatasetSpec, "name" | "classFolders" | "files">;

/** Drops the sizes and digests of the official files. */
function anyContent(members: readonly OfficialFile[]): OfficialFile[] {
  return members.map(({ name, optional }) => ({
    name,
    ...(optional ? { optional } : {}),
  }));
}

/**
 * Lists the files to download for a data set.
 *
 * @throws {RangeError} If the choice does not fit the data set; one line for the user.
 */
export function chooseFiles(
  spec: FilesSpec,
  { mirror, files, extra = false }: {
    /** Address of a copy of the official file, or if it ends with `/`, of a folder with the files. */
    readonly mirror?: string | undefined;
    /** The user's files, by the name of the official one. */
    readonly files?: OwnFiles | undefined;
    /** True to include optional files. */
    readonly extra?: boolean;
  },
): PublishedFile[] {
  const wanted = spec.files.filter(({ optional }) => extra || !optional);
  if (extra && wanted.every(({ optional }) => !optional)) {
    throw new RangeError(
      `Expected extra: false but found true: ${spec.name} has no extra images`,
    );
  }
  if (files !== undefined) return ownFiles(spec, wanted, files);
  if (wanted.length === 0) {
    throw new RangeError(
      `Set ${
        spec.classFolders
          ? "files (archives with train/<class>/ and val/<class>/) or folder"
          : "files"
      }: ${spec.name} cannot be downloaded from a public address`,
    );
  }
  if (mirror === undefined) return wanted;
  if (!mirror.endsWith("/") && wanted.length > 1) {
    throw new RangeError(
      `Expected a mirror that ends with / and holds ${
        wanted.map(({ name }) => name).join(", ")
      } but found ${mirror}`,
    );
  }
  return wanted.map((file) => ({
    ...file,
    url: mirror.endsWith("/") ? `${mirror}${file.name}` : mirror,
  }));
}

function ownFiles(
  spec: FilesSpec,
  wanted: readonly PublishedFile[],
  files: OwnFiles,
): PublishedFile[] {
  const names = Object.keys(files);
  if (wanted.length === 0) {
    return names.map((name) => ({
      name,
      url: files[name]!.url,
      digest: { algorithm: "sha256", hex: files[name]!.sha256 },
      ...(spec.classFolders ? { form: "archive" as const } : {}),
    }));
  }
  const official = wanted.map(({ name }) => name);
  const strange = names.filter((name) => !official.includes(name));
  const missing = official.filter((name) => !names.includes(name));
  if (strange.length > 0 || missing.length > 0) {
    throw new RangeError(
      `Expected files named ${official.join(", ")} but found ${
        names.join(", ")
      } for ${spec.name}`,
    );
  }
  return wanted.map(({ name, members, form }) => ({
    name,
    url: files[name]!.url,
    digest: { algorithm: "sha256", hex: files[name]!.sha256 },
    ...(members === undefined ? {} : { members: anyContent(members) }),
    ...(form === undefined ? {} : { form }),
  }));
}
