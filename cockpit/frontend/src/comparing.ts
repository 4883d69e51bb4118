/* Comparing: organisations beside the one that is shown, another indicator with it. */

import type { Load } from "./carry";
import type { Place } from "./place";

const MOST_BESIDE = 3;
/** The charts that can show a second indicator. */
const OF_TWO = new Set(["trend", "bars"]);

/** The organisations that stand beside the one of the place. */
export const others = (place: Place): string[] => place.beside.split(",").filter(Boolean);

/** Let an organisation stand beside the one that is shown; the oldest of too many goes. */
export const beside = (place: Place, org: string): Partial<Place> => ({
  beside: [...others(place).filter((one) => one !== org), org].slice(-MOST_BESIDE).join(","),
});

/** Show another indicator with the one that is shown. */
export const joined = (place: Place, indicator: string): Partial<Place> =>
  indicator === place.indicator ? {} : { with: indicator };

/** Take an organisation or an indicator off the comparison. */
export const without = (place: Place, id: string): Partial<Place> =>
  id === place.with
    ? { with: "" }
    : {
        beside: others(place)
          .filter((one) => one !== id)
          .join(","),
      };

/** What was carried is let go over a card. */
export function dropped(place: Place, { what, id }: Load, card: string): Partial<Place> {
  if (what === "indicator") return OF_TWO.has(card) ? joined(place, id) : { indicator: id };
  return card === "trend" ? beside(place, id) : { org: id };
}
