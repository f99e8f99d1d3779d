import { z } from "zod";

/** Path of a user's module: relative to the pipeline file, or absolute. */
const PATH = /^(?:\.\.?)?\//;

/** True for the path of a user's module, which stands in the place of a name. */
export function isPath(text: string): boolean {
  return PATH.test(text);
}

/** Module that a parameter names: the URL of a built-in one, or the path of a user's. */
export function moduleOf(
  modules: Readonly<Record<string, string>>,
  name: string,
): string {
  return Object.hasOwn(modules, name) ? modules[name]! : name;
}

/** Schema of the path of a user's module. Without abort, a union with names would refuse others without a word on these. */
export const modulePath = z.string().regex(PATH, { abort: true });

/** Schema of a part: the name of a built-in one, or the path of a user's module. */
export function moduleParam<N extends string>(names: readonly N[]) {
  return z.union([
    z.enum(names),
    modulePath,
  ]);
}
