function part(
  { count, of }: { readonly count: number; readonly of: number },
): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return count === of
    ? `all ${number(of)}`
    : `${number(count)} of ${number(of)}`;
}

/** Describes the images of a result in one line. */
export function datasetStatement(
  { name, train, test, stratified, seed, half, pixels, official }: {
    readonly name: string;
    /** Chosen and all training images. */
    readonly train: { readonly count: number; readonly of: number };
    /** Chosen and all test images. */
    readonly test: { readonly count: number; readonly of: number };
    /** True when every class has the same share. */
    readonly stratified: boolean;
    readonly seed: number;
    /** Half of the files that the training images are of; all by default. */
    readonly half?: "first" | "second" | undefined;
    /** Change of the pixels, such as `halved to 16x16`; empty for none. */
    readonly pixels: string;
    /** False for the user's files. */
    readonly official: boolean;
  },
): string {
  const whole = train.count === train.of && test.count === test.of;
  const choice = whole
    ? ""
    : ` (${stratified ? "stratified" : "unstratified"}, seed ${seed})`;
  const changed = [
    half === undefined ? "" : `training images of the ${half} half`,
    pixels,
  ].filter((change) => change !== "").map((change) => `, ${change}`).join("");
  const origin = official
    ? name
    : `${name} format, files of the user's own and not the official ones`;
  return `${origin}: ${part(train)} training and ${
    part(test)
  } test images${choice}${changed}`;
}
