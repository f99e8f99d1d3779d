/** What a prepared data set is made of. */
export interface StatementOptions {
  /** Name of the data set. */
  readonly name: string;
  /** Training images and how many there are. */
  readonly train: { readonly count: number; readonly of: number };
  /** Test images and how many there are. */
  readonly test: { readonly count: number; readonly of: number };
  /** True when every class has the same share. */
  readonly stratified: boolean;
  /** Seed of the choice. */
  readonly seed: number;
  /** What was done to the pixels, such as `halved to 16x16`; empty for nothing. */
  readonly pixels: string;
  /** False for files of the user's own. */
  readonly official: boolean;
}

function part(
  { count, of }: { readonly count: number; readonly of: number },
): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return count === of
    ? `all ${number(of)}`
    : `${number(count)} of ${number(of)}`;
}

/** One line that says which images a result rests on. */
export function datasetStatement(options: StatementOptions): string {
  const { name, train, test, stratified, seed, pixels, official } = options;
  const whole = train.count === train.of && test.count === test.of;
  const choice = whole
    ? ""
    : ` (${stratified ? "stratified" : "unstratified"}, seed ${seed})`;
  const changed = pixels === "" ? "" : `, ${pixels}`;
  const origin = official
    ? name
    : `${name} format, files of the user's own and not the official ones`;
  return `${origin}: ${part(train)} training and ${
    part(test)
  } test images${choice}${changed}`;
}
