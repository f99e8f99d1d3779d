/**
 * Names of methods in the order in which papers show them. Others follow in the order of their first appearance, so that
 * a new method needs no line here and makes no report run again.
 */
export const SHOWN_METHODS: readonly string[] = [
  "darts",
  "sdarts-rs",
  "sdarts-adv",
  "darts-es",
  "darts-ada",
  "r-darts-l2",
  "r-darts-dp",
  "pc-darts",
  "pc-darts-rs",
  "pc-darts-adv",
  "p-darts",
  "p-darts-rs",
  "p-darts-adv",
  "darts-pt",
  "sdarts-rs-pt",
];
