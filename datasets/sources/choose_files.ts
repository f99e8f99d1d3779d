import type {
  DatasetSpec,
  OfficialFile,
  PublishedFile,
} from "../catalogue/spec.ts";

/** Files of the user's own in place of the official ones. */
export type OwnFiles = Readonly<
  Record<string, { readonly url: string; readonly sha256: string }>
>;

/** Where the files of a data set come from. */
export interface SourceChoice {
  /** Address of a copy of the official file, or, with `/` at its end, of the folder that holds the files. */
  readonly mirror?: string;
  /** Files of the user's own by the name of the official one. */
  readonly files?: OwnFiles;
  /** True to fetch optional files too. */
  readonly extra?: boolean;
}

/** Without the sizes and digests of the official bytes. */
function anyContent(members: readonly OfficialFile[]): OfficialFile[] {
  return members.map(({ name }) => ({ name }));
}

/**
 * The files to fetch for a data set.
 *
 * @throws {RangeError} If the choice does not fit the data set; one line for the user.
 */
export function chooseFiles(
  spec: DatasetSpec,
  choice: SourceChoice,
): PublishedFile[] {
  const { mirror, files, extra = false } = choice;
  const wanted = spec.files.filter(({ optional }) => extra || !optional);
  if (extra && wanted.every(({ optional }) => !optional)) {
    throw new RangeError(
      `Expected extra: false but found true: ${spec.name} has no extra images`,
    );
  }
  if (files !== undefined) return ownFiles(spec, wanted, files);
  if (wanted.length === 0) {
    throw new RangeError(
      `Expected files (archives with train/<class>/ and val/<class>/) or folder but found neither: ${spec.name} cannot be downloaded from a public address`,
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
  spec: DatasetSpec,
  wanted: readonly PublishedFile[],
  files: OwnFiles,
): PublishedFile[] {
  const names = Object.keys(files);
  if (wanted.length === 0) {
    return names.map((name) => ({
      name,
      url: files[name]!.url,
      digest: { algorithm: "sha256", hex: files[name]!.sha256 },
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
  return wanted.map(({ name, members }) => ({
    name,
    url: files[name]!.url,
    digest: { algorithm: "sha256", hex: files[name]!.sha256 },
    ...(members === undefined ? {} : { members: anyContent(members) }),
  }));
}
