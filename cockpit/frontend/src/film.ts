/* The morning's film over the whole screen, with captions; without sound until somebody allows it. */

import { h, made } from "./dom";
import { say, type Lang } from "./words";

const LOOK_MS = 5000;
const STILL_LOOKS = 3;

export class Film {
  readonly element: HTMLElement;
  private readonly video: HTMLVideoElement;
  private readonly captions: HTMLTrackElement;
  private readonly sound: HTMLElement;

  constructor(
    private readonly lang: Lang,
    private readonly org: string,
  ) {
    this.video = made<HTMLVideoElement>(h("video", { playsinline: true, preload: "auto" }));
    this.captions = made<HTMLTrackElement>(h("track", { kind: "captions", srclang: lang, default: true }));
    this.sound = made(h("button", { type: "button", class: "pill", "data-do": "sound" }, say(lang, "board.sound")));
    this.video.append(this.captions);
    this.element = made(h("div", { class: "film", role: "dialog", "aria-label": say(lang, "board.film") }));
    this.element.append(this.video, this.sound);
  }

  /** Play the newest film to its end; at once over where there is none, where it fails, or on the signal. */
  async play(host: HTMLElement, signal: AbortSignal): Promise<void> {
    const day = await this.newest();
    if (!day || signal.aborted) return;
    const base = `/api/editions/${this.org}/${day}/${this.lang}`;
    host.append(this.element);
    this.captions.src = `${base}/captions.vtt`;
    this.video.src = `${base}/film.mp4`;
    this.captions.track.mode = "showing";
    void this.start();
    await this.over(signal);
    this.video.removeAttribute("src");
    this.video.load(); // lets go of what was fetched
    this.element.remove();
  }

  /** Let it be heard. */
  unmute(): void {
    this.video.muted = false;
    this.sound.hidden = true;
  }

  /** The morning of the newest film. */
  private async newest(): Promise<string | null> {
    const answer = await fetch(`/api/editions/${this.org}/latest/${this.lang}`).catch(() => null);
    const told = answer?.ok ? ((await answer.json()) as { edition: { date: string } | null }) : null;
    return told?.edition?.date ?? null;
  }

  /** With sound where the browser lets it, else without. */
  private async start(): Promise<void> {
    const refused = await this.video.play().then(
      () => false,
      (error: DOMException) => error.name === "NotAllowedError",
    );
    this.sound.hidden = !refused && !this.video.muted;
    if (!refused) return;
    this.video.muted = true;
    this.sound.focus();
    await this.video.play().catch(() => undefined);
  }

  /** Kept when the film is over, fails, stands still, or is no longer wanted. */
  private over(signal: AbortSignal): Promise<void> {
    const watched = new AbortController();
    return new Promise<void>((resolve) => {
      const end = (): void => resolve();
      for (const kind of ["ended", "error"]) this.video.addEventListener(kind, end, { signal: watched.signal });
      signal.addEventListener("abort", end, { signal: watched.signal });
      const stop = watch(() => this.video.currentTime, end);
      watched.signal.addEventListener("abort", stop);
    }).finally(() => watched.abort());
  }
}

/** Call `still` once a number stays the same for a while; the function that is given back ends the watch. */
function watch(number: () => number, still: () => void): () => void {
  let [before, looks] = [-1, 0];
  const timer = setInterval(() => {
    looks = number() === before ? looks + 1 : 0;
    before = number();
    if (looks >= STILL_LOOKS) still();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
