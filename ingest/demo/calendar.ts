import { DAY, startOfDay } from "./clock.js";
import type { Plan } from "./options.js";
import type { Scenario } from "./scenario.js";

/** Start of the data, in seconds since 1970. */
export function startOfData(plan: Plan): number {
  return startOfDay(plan.until) - plan.days * DAY;
}

/** How busy each day is, relative to the others: weekday, month, month end and growth. */
export function dayWeights(plan: Plan, { calendar }: Scenario): Float64Array {
  const start = startOfData(plan);
  const weights = new Float64Array(plan.days);
  for (let day = 0; day < plan.days; day++) {
    const date = new Date((start + day * DAY) * 1000);
    const month = date.getUTCMonth();
    const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
    const left = daysInMonth - date.getUTCDate();
    const weekday = calendar.weekday[(date.getUTCDay() + 6) % 7] ?? 1;
    const monthEnd = left < calendar.month_end.days ? calendar.month_end.factor : 1;
    const growth = calendar.yearly_growth ** (day / 365);
    weights[day] = weekday * (calendar.month[month] ?? 1) * monthEnd * growth;
  }
  return weights;
}

/** Splits `total` over the weights, whole numbers that add up to it exactly. */
export function allot(total: number, weights: Float64Array): Uint32Array {
  const sum = weights.reduce((a, b) => a + b, 0);
  let seen = 0;
  let given = 0;
  return Uint32Array.from(weights, (weight) => {
    seen += weight;
    const count = Math.round((total * seen) / sum) - given;
    given += count;
    return count;
  });
}

/** First day, counted from the start of the data, of the last month that ended before `until`. */
export function lastFullMonthStart(plan: Plan): number {
  const until = new Date(`${plan.until}T00:00:00Z`);
  const first = Date.UTC(until.getUTCFullYear(), until.getUTCMonth() - 1, 1) / 1000;
  return Math.round((first - startOfData(plan)) / DAY);
}

/** Shapes a uniform share of the day so that few people shop at night and most around noon UTC. */
export function timeOfDay(uniform: number): number {
  return uniform + 0.11 * Math.sin(2 * Math.PI * uniform);
}
