import type { StagePermissions, ToolchainGrant } from "../../stage.ts";

/** Rights of a stage process. */
export interface StageRights {
  /** Readable paths. */
  readonly read: readonly string[];
  /** Writable (and readable) paths. */
  readonly write: readonly string[];
  readonly permissions: StagePermissions;
  readonly grant?: ToolchainGrant;
}

/** Variables that Deno itself needs; a stage can read them only if it declares them. */
const PASSED = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "LOCALAPPDATA",
  "APPDATA",
  "SYSTEMROOT",
  "DENO_DIR",
  "XDG_CACHE_HOME",
  "DENO_CERT",
  "DENO_TLS_CA_STORE",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NPM_CONFIG_REGISTRY",
  "JSR_URL",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
];

/** Flags of `deno run` for the permissions of a stage. */
export function permissionFlags(
  options: StageRights,
): string[] {
  const { permissions, grant } = options;
  const env = [
    ...permissions.env ?? [],
    ...unkeyedNames(permissions),
    ...Object.keys(grant?.env ?? {}),
  ];
  const read = [
    ...options.read,
    ...options.write,
    ...grant?.read ?? [],
    ...permissions.read ?? [],
  ];
  return [
    ...flag("read", read),
    ...flag("write", options.write),
    ...(permissions.envUnkeyed === true ? ["--allow-env"] : flag("env", env)),
    ...(permissions.ffi === true
      ? ["--allow-ffi"]
      : flag("ffi", [...grant?.ffi ?? [], ...permissions.ffi ?? []])),
    ...(permissions.net === true
      ? ["--allow-net"]
      : flag("net", permissions.net ?? [])),
    ...flag("run", permissions.run ?? []),
    ...flag("sys", permissions.sys ?? []),
  ];
}

function unkeyedNames(
  { envUnkeyed = [] }: StagePermissions,
): readonly string[] {
  return envUnkeyed === true ? [] : envUnkeyed;
}

function flag(name: string, values: readonly string[]): string[] {
  if (values.length === 0) return [];
  return [
    `--allow-${name}=${
      values.map((value) => value.replaceAll(",", ",,")).join(",")
    }`,
  ];
}

/** Complete environment of a stage process. */
export function stageEnvironment(
  options: Omit<StageRights, "read" | "write"> & { readonly work: string },
): Record<string, string> {
  const { env = [] } = options.permissions;
  const chosen: Record<string, string> = {};
  for (
    const name of [...PASSED, ...env, ...unkeyedNames(options.permissions)]
  ) {
    const value = Deno.env.get(name);
    if (value !== undefined) chosen[name] = value;
  }
  return {
    ...chosen,
    TMPDIR: `${options.work}/tmp`,
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
    ...options.grant?.env,
  };
}
