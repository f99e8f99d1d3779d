/** Largest part of a series' sum that its last term may be. */
const SMALLEST = 1e-17;

/** Digamma function of a positive number: recurrence up to 10, then its asymptotic series. */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 10) shift += 1 / at++;
  const s = 1 / (at * at);
  const series = s *
    (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))));
  return Math.log(at) - 1 / (2 * at) - series - shift;
}

/**
 * The sum of products of x * (total + k) / (first + k) over k, and its derivative where the total stays and `first` and
 * the total change by `moves`.
 */
function series(
  x: number,
  { total, first, moves }: {
    readonly total: number;
    readonly first: number;
    /** True where `first` changes with the total. */
    readonly moves: boolean;
  },
): [sum: number, slope: number] {
  let [term, slope, sum, slopes] = [1, 0, 1, 0];
  for (let k = 0;; k++) {
    const above = total + k;
    const below = first + k;
    const ratio = x * above / below;
    slope += 1 / above - (moves ? 1 / below : 0);
    term *= ratio;
    sum += term;
    slopes += term * slope;
    if (ratio < 1 && term <= SMALLEST * sum * (1 - ratio)) return [sum, slopes];
  }
}

/**
 * How the pathwise gradient of a Dirichlet sample moves a component with its own concentration:
 * -(dI_x(a, T - a) / da) / p(x) / (1 - x), with I the regularised incomplete beta function, p the density of the beta
 * distribution, and T - a held (Jankowiak and Obermeyer 2018, arXiv:1806.01851). Then
 * dL/da_i = slope_i * (G_i - sum of f_k * G_k), where f is the sample and G = dL/df.
 *
 * I is a power series in x, or in 1 - x for its complement, whose terms are all positive; the one on whose side of the
 * mean x lies neither cancels nor grows. Relative error about 1e-13.
 *
 * @param x Component of the sample, from 0 to 1.
 * @param own Its concentration, greater than 0.
 * @param total Sum of all concentrations, at least `own`.
 */
export function dirichletSlope(x: number, own: number, total: number): number {
  const rest = total - own;
  // the first has the limit 0; a component alone is always 1
  if (x <= 0 || rest <= 0) return 0;
  const below = x * total <= own;
  // next to an end the other series would take too many terms
  const near = below ? x <= 0.99 : x < 0.01;
  if (near) {
    const [sum, slope] = series(x, { total, first: own + 1, moves: true });
    const log = Math.log(x) + digamma(total) - digamma(own + 1);
    return -(x / own) * (sum * log + slope);
  }
  const [sum, slope] = series(1 - x, { total, first: rest + 1, moves: false });
  const log = Math.log(x) + digamma(total) - digamma(own);
  return (x / rest) * (sum * log + slope);
}
