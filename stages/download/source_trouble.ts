import type { DatasetSpec } from "../../datasets/catalogue/spec.ts";
import { chooseFiles } from "../../datasets/sources/choose_files.ts";
import type { DownloadParams } from "./params.ts";

/** Parameters that say where the files come from. */
export type SourceParams = Pick<
  DownloadParams,
  "mirror" | "files" | "folder" | "classes" | "extra"
>;

/** What `download` needs to know of a data set. */
export type DownloadSpec = Pick<
  DatasetSpec,
  "name" | "classes" | "classFolders" | "files"
>;

/** A parameter that the data set contradicts. */
export interface SourceTrouble {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Says which parameter does not fit the data set; undefined if all do. */
export function sourceTrouble(
  spec: DownloadSpec,
  params: SourceParams,
): SourceTrouble | undefined {
  const { classes, folder } = params;
  const wrong = classes && classesTrouble(spec, classes);
  if (wrong !== undefined) return wrong;
  if (folder !== undefined) {
    return spec.files.length === 0 && spec.classFolders ? undefined : {
      path: ["folder"],
      message:
        `${spec.name} takes no folder but mirror or files: it is read from its ${
          spec.files.length > 0 ? "archives" : "files"
        }`,
    };
  }
  try {
    chooseFiles(spec, params);
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { extra, files, mirror } = params;
    const name = extra && !spec.files.some(({ optional }) => optional)
      ? "extra"
      : files !== undefined
      ? "files"
      : mirror !== undefined
      ? "mirror"
      : undefined;
    return { path: name === undefined ? [] : [name], message: error.message };
  }
}

function classesTrouble(
  { name, classFolders, classes: count }: DownloadSpec,
  classes: readonly string[],
): SourceTrouble | undefined {
  const path = ["classes"];
  if (classFolders !== true) {
    return {
      path,
      message: `${name} takes no classes: it has no class folders`,
    };
  }
  const again = classes.findIndex((own, at) => classes.indexOf(own) < at);
  if (again >= 0) {
    return {
      path: ["classes", again],
      message: `Expected each class once but found ${
        classes[again]
      } twice in classes`,
    };
  }
  return count === 0 || classes.length === count ? undefined : {
    path,
    message:
      `Expected ${count} classes of ${name} but found ${classes.length} in classes`,
  };
}
