/* Round numbers along an axis, as cockpit/charts.py chooses them. */

const TICKS = 4;

/** About four round numbers between low and high. */
export function ticks(low: number, high: number): number[] {
  const span = (high - low) / TICKS;
  if (!(span > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(span));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= span * (1 - 1e-9)) ?? 10) * power;
  const made: number[] = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high * (1 + 1e-9); at++) made.push(at * step);
  return made.length ? made : [low];
}
