/* The wall's carousel: organisations in turn, then the morning's film, until somebody touches the screen. */

const WORD = "carousel";
const ALL = "on";
const TURN_S = 20;
const LEAST_S = 1;
const REST_S = 60;
const MISSED_MS = 1000;

/** What the carousel leads through its turns. */
export interface Led {
  /** The organisations of a round. */
  orgs(): readonly string[];
  /** Show an organisation; false where it cannot be had. */
  show(org: string): Promise<boolean>;
  /** Play the morning's film to its end, or until the signal. */
  film(signal: AbortSignal): Promise<void>;
  /** It runs, rests or stands still. */
  changed(): void;
}

export type Going = "still" | "on" | "resting";

export class Carousel {
  going: Going = "still";
  /** Seconds of a turn, and of the rest after a touch. */
  readonly turn = seconds("turn", TURN_S);
  private readonly rest = seconds("rest", REST_S);
  private readonly asked = new URLSearchParams(location.search).get(WORD) ?? ALL;
  private at = 0;
  private round: AbortController | null = null;
  private resting = 0;

  constructor(
    private readonly led: Led,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.halt("still"));
  }

  /** Play, if the address says so. */
  begin(): void {
    if (new URLSearchParams(location.search).has(WORD)) this.play();
  }

  /** Play, or stop; the address says which. */
  toggle(): void {
    const playing = this.going !== "still";
    tell(playing ? null : this.asked);
    if (playing) this.halt("still");
    else this.play();
  }

  /** Somebody is at the screen: stand still until they have been away for a while. */
  touched(): void {
    if (this.going === "still") return;
    this.halt("resting");
    this.resting = window.setTimeout(() => this.play(), this.rest * 1000);
  }

  private play(): void {
    clearTimeout(this.resting);
    this.round = new AbortController();
    this.become("on");
    void this.go(this.round.signal);
  }

  private halt(going: Going): void {
    clearTimeout(this.resting);
    this.round?.abort();
    this.round = null;
    this.become(going);
  }

  private become(going: Going): void {
    if (going === this.going) return;
    this.going = going;
    if (!this.signal.aborted) this.led.changed();
  }

  /** One turn after another. */
  private async go(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const orgs = this.asked === ALL ? this.led.orgs() : this.asked.split(",").filter(Boolean);
      const org = orgs[this.at];
      this.at = org === undefined ? 0 : this.at + 1;
      if (org === undefined) await this.led.film(signal);
      else await pause((await this.led.show(org)) ? this.turn * 1000 : MISSED_MS, signal);
    }
  }
}

function seconds(word: string, usual: number): number {
  const asked = Number(new URLSearchParams(location.search).get(word));
  return asked ? Math.max(LEAST_S, asked) : usual;
}

/** Let the address hold the carousel, so that a wall can be bookmarked. */
function tell(word: string | null): void {
  const asked = new URLSearchParams(location.search);
  if (word === null) asked.delete(WORD);
  else asked.set(WORD, word);
  history.replaceState(history.state, "", `${location.pathname}?${asked}`);
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
