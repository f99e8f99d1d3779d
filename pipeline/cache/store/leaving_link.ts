/** The part of an entry of a folder that decides where its links lead. */
interface LinkEntry {
  readonly type: string;
  readonly path: string;
  readonly target?: string;
}

/**
 * A link of an artifact that may lead out of it, as one message; `undefined` without any.
 *
 * `..` is counted at the start of a target, where the steps back lead through the folders of the link itself, and after
 * steps that are folders of the same artifact. After any other step (a link, say, from where `..` leads to another folder
 * than the text says) it is refused.
 */
export function leavingLink(
  entries: readonly LinkEntry[],
): string | undefined {
  const links = entries.filter((entry) => entry.type === "link");
  if (links.length === 0) return undefined;
  const folders = new Set(
    entries.filter(({ type }) => type === "dir").map(({ path }) => path),
  );
  for (const { path, target = "" } of links) {
    if (target.startsWith("/")) {
      return `Expected a relative link but found ${target} in ${path}`;
    }
    if (!staysInside(path, target, folders)) {
      return `Expected a link inside the artifact but found ${target} in ${path}`;
    }
  }
  return undefined;
}

function staysInside(
  path: string,
  target: string,
  folders: ReadonlySet<string>,
): boolean {
  if (target.includes("\0")) return false;
  const place = path.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") place.push(step);
    else if (folders.has(place.join("/"))) place.pop();
    else return false;
  }
  return true;
}
