/* A campaign's funnel at an organisation: how many of those who entered in a month reached each stage. */

import type { Campaign } from "../catalogue";
import { type Piece, s } from "../dom";
import { figure, percent, shown } from "../figures";
import type { Reached } from "../packet";
import type { Scene } from "../rank";
import { say } from "../words";
import { type Box, drawing, note } from "./marks";

const NAME_PX = 100;
const SHARE_PX = 44;

export function funnel(scene: Scene, box: Box, campaign: Campaign, reached: Reached): Piece {
  const { packet } = scene.numbers;
  const node = scene.numbers.node(scene.org);
  const counts = reached.entities.map((ref) => packet.stored(ref)?.at(node) ?? 0);
  const most = Math.max(...counts);
  if (!most) return note(say(scene.lang, "reason.no_data"));
  const tall = box.height / counts.length;
  return drawing(
    "stages",
    box,
    told(scene, campaign, counts),
    counts.map((count, at) =>
      stage(scene, box, campaign, counts, at, (box.width - NAME_PX - SHARE_PX) / most, tall, count),
    ),
  );
}

/** The funnel in words. */
function told({ lang }: Scene, campaign: Campaign, counts: readonly number[]): string {
  const stages = counts.map((count, at) => `${campaign.stages[at]?.[lang] ?? ""} ${shown(figure(count, "", lang))}`);
  return `${campaign[lang]}: ${stages.join(", ")}`;
}

/** A stage: its width is its number, slanting to that of the next; its name on the left, its share on the right. */
function stage(
  scene: Scene,
  box: Box,
  campaign: Campaign,
  counts: readonly number[],
  at: number,
  scale: number,
  tall: number,
  count: number,
): Piece {
  const [middle, next, top] = [(box.width + NAME_PX - SHARE_PX) / 2, counts[at + 1] ?? count, at * tall + 2];
  const half = (number: number): number => Math.max(1, (number * scale) / 2);
  const [wide, narrow, low] = [half(count), half(next), top + tall - 4];
  const before = at ? counts[at - 1]! : 0;
  const share = before ? count / before : null;
  return s(
    "g",
    { class: `stage stage${at}` },
    s("path", { d: `M${middle - wide} ${top}H${middle + wide}L${middle + narrow} ${low}H${middle - narrow}Z` }),
    s("text", { class: "name", x: 0, y: top + tall / 2 + 2 }, campaign.stages[at]?.[scene.lang] ?? ""),
    s(
      "text",
      { class: "number", x: middle, y: top + tall / 2 + 2, "text-anchor": "middle" },
      shown(figure(count, "", scene.lang)),
    ),
    share !== null &&
      s(
        "text",
        { class: "share", x: box.width, y: top + tall / 2 + 2, "text-anchor": "end" },
        percent(share, scene.lang, share < 0.1 ? 1 : 0),
      ),
  );
}
