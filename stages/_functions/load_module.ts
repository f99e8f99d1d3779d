/**
 * Imports a module of this program when it is needed. The address is `import.meta.resolve()` of it, not a literal of
 * `import()`: Deno would read the module with the one that names it, and a stage that imports `sdarts` would start later.
 */
export function loadModule<T>(url: string): Promise<T> {
  return import(url) as Promise<T>;
}
