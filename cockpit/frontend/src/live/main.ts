/* Plays a live edition in an element: the pictures follow the sound. */

import { linked, type Link } from "./links";
import type { Pictures } from "./pictures";
import { Stage } from "./stage";

/** What is played: where the pictures are, the sound that they follow, and the links of each sentence. */
export interface Edition {
  readonly pictures: string;
  readonly sound: HTMLMediaElement;
  readonly links: readonly (readonly Link[])[];
}

/** Show the edition; the function that is given back takes it away. */
export async function play(host: HTMLElement, { pictures, sound, links }: Edition): Promise<() => void> {
  const answer = await fetch(pictures);
  if (!answer.ok) throw new Error(`${pictures}: ${answer.status}`);
  const stage = new Stage((await answer.json()) as Pictures, (segment, line) => linked(line, links[segment] ?? []));
  const sized = new ResizeObserver(() => {
    stage.element.style.transform = `scale(${host.clientWidth / stage.element.offsetWidth})`;
  });
  let next = 0;
  const follow = (): void => {
    stage.show(sound.currentTime);
    next = requestAnimationFrame(follow);
  };
  host.replaceChildren(stage.element);
  sized.observe(host);
  follow();
  return () => {
    cancelAnimationFrame(next);
    sized.disconnect();
    stage.end();
  };
}
