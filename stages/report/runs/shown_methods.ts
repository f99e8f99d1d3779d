/**
 * Methods as papers write them, in the order in which they are shown. Others follow under their own names in the order of
 * their first appearance, so that a new method needs no line here and makes no report run again.
 */
const TITLES: ReadonlyMap<string, string> = new Map([
  ["darts", "DARTS"],
  ["sdarts-rs", "SDARTS-RS"],
  ["sdarts-adv", "SDARTS-ADV"],
  ["darts-es", "DARTS-ES"],
  ["darts-ada", "DARTS-ADA"],
  ["r-darts-l2", "R-DARTS-L2"],
  ["r-darts-dp", "R-DARTS-DP"],
  ["pc-darts", "PC-DARTS"],
  ["pc-darts-rs", "PC-DARTS-RS"],
  ["pc-darts-adv", "PC-DARTS-ADV"],
  ["p-darts", "P-DARTS"],
  ["p-darts-rs", "P-DARTS-RS"],
  ["p-darts-adv", "P-DARTS-ADV"],
  ["darts-pt", "DARTS-PT"],
  ["sdarts-rs-pt", "SDARTS-RS-PT"],
  ["fairdarts", "FairDARTS"],
  ["drnas", "DrNAS"],
  ["gdas", "GDAS"],
  ["beta-darts", "Beta-DARTS"],
  ["oles", "OLES"],
]);

/** Names of methods in the order in which they are shown. */
export const SHOWN_METHODS: readonly string[] = [...TITLES.keys()];

/** A method as papers write it, or its name. */
export function methodTitle(name: string): string {
  return TITLES.get(name) ?? name;
}
