/* Plays a live edition in an element: the pictures follow the sound. */

import type { Piece } from "./links";
import type { Pictures } from "./pictures";
import { Stage } from "./stage";

/** What is played: where the pictures are, the sound that they follow, and the links of each sentence. */
export interface Edition {
  readonly pictures: string;
  readonly sound: HTMLMediaElement;
  readonly links: readonly (readonly Piece[])[];
}

/** Show the edition for as long as the element is in the page. */
export async function play(host: HTMLElement, { pictures, sound, links }: Edition): Promise<void> {
  const answer = await fetch(pictures);
  if (!answer.ok) throw new Error(`${pictures}: ${answer.status}`);
  const stage = new Stage((await answer.json()) as Pictures, links);
  const sized = new ResizeObserver(() => {
    stage.element.style.transform = `scale(${host.clientWidth / stage.element.offsetWidth})`;
  });
  const follow = (): void => {
    if (!host.isConnected) {
      sized.disconnect();
      stage.end();
      return;
    }
    stage.show(sound.currentTime);
    requestAnimationFrame(follow);
  };
  host.replaceChildren(stage.element);
  sized.observe(host);
  follow();
}
