/* Numbers as a reader rounds them: half up, on the decimal text of the value. */

const MINUS = "−";

/** `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The shortest decimal that stands for the float, which Python writes too. */
export function decimal(value: number): Decimal {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [whole = "0", part = ""] = mantissa.split(".");
  return { digits: BigInt(whole + part), exponent: Number(power) - part.length };
}

/** Times ten to the power of `by`. */
export const shifted = (value: Decimal, by: number): Decimal => ({ ...value, exponent: value.exponent + by });

/** To so many decimals, half away from zero. */
export function rounded(value: Decimal, decimals: number): Decimal {
  const drop = -decimals - value.exponent;
  if (drop <= 0) return { digits: value.digits * 10n ** BigInt(-drop), exponent: -decimals };
  const unit = 10n ** BigInt(drop);
  const size = value.digits < 0n ? -value.digits : value.digits;
  const up = (size * 2n + unit) / (unit * 2n);
  return { digits: value.digits < 0n ? -up : up, exponent: -decimals };
}

export const toNumber = (value: Decimal): number => Number(`${value.digits}e${value.exponent}`);

/** Thousands by comma, a true minus sign; trimmed: without trailing decimal noughts. */
export function written(value: Decimal, trim = true): string {
  const size = value.digits < 0n ? -value.digits : value.digits;
  const places = -value.exponent;
  const text = size.toString().padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places).replace(/\B(?=(\d{3})+$)/g, ",");
  const part = places ? text.slice(-places) : "";
  const kept = trim ? part.replace(/0+$/, "") : part;
  return (value.digits < 0n ? MINUS : "") + whole + (kept ? `.${kept}` : "");
}
