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
  /** Pixels a side. */
  readonly size: number;
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
  const { name, train, test, stratified, seed, size } = options;
  const whole = train.count === train.of && test.count === test.of;
  const choice = whole
    ? ""
    : ` (${stratified ? "stratified" : "unstratified"}, seed ${seed})`;
  const halved = size === 32 ? "" : `, halved to ${size}x${size}`;
  return `${name}: ${part(train)} training and ${
    part(test)
  } test images${choice}${halved}`;
}
