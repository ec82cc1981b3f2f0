// Lanczos coefficients for g = 7, n = 9 (Godfrey 2001): about 15 correct digits for x > 0.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  const series = LANCZOS.reduce((sum, c, i) => sum + c / (x - 1 + i));
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * Regularised lower incomplete gamma function P(shape, x), 0 to 1: the probability that a gamma
 * variable of that shape and scale 1 is at most x (DLMF 8.11.4 below the mean, 8.9.2 above).
 */
export function gammaCdf(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1
    ? Math.min(1, front * lowerSeries(shape, x))
    : Math.max(0, 1 - front * upperFraction(shape, x));
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = shape + 1; term > sum * Number.EPSILON; n++) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

// Modified Lentz evaluation of the continued fraction; every denominator is positive for x >= shape + 1.
function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 100_000; i++) {
    const a = -i * (i - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 2 * Number.EPSILON) break;
  }
  return value;
}

/**
 * The x at which P(shape, x) = probability, for a probability strictly between 0 and 1; half of a
 * chi-square quantile with 2 x shape degrees of freedom. Newton's method, kept inside a bracket.
 */
export function gammaQuantile(probability: number, shape: number): number {
  let low = 0;
  let high = Infinity;
  // Below shape 1 the density has a pole at 0; this start is close there and never beyond the root.
  let x = shape < 1 ? Math.exp((Math.log(probability) + logGamma(shape + 1)) / shape) : shape;
  for (let i = 0; i < 200; i++) {
    const error = gammaCdf(shape, x) - probability;
    if (error > 0) high = x;
    else low = x;
    const density = Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape));
    const step = error / density;
    if (Math.abs(step) <= 1e-13 * x) return x;
    let next = x - step;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x + 1 : (low + high) / 2;
    x = next;
  }
  return x;
}
