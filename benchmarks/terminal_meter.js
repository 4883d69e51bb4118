/* The meter in the page: from a hand's release, or from the page's beginning, to the end of the frame that shows it. */
(() => {
  const drawn = () => new Promise((done) => setTimeout(() => done(performance.now())));
  const frame = () => new Promise(requestAnimationFrame);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const text = (one) => (one.firstChild ?? one).textContent.trim();
  const inView = ({ left, right, top, bottom }) =>
    left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left;

  const meter = {
    presented: [],

    /** What the parts of the page say: texts by the selectors, in the order of the page or in that of the alphabet. */
    said(parts) {
      return parts.map(([selector, sorted]) => {
        const found = all(selector).map(text);
        return (sorted ? found.sort() : found).join("|");
      }).join("\n");
    },

    /** The end of the first frame in which the page says this; after `patience` what it says instead. */
    async until(parts, expected, patience) {
      const late = performance.now() + patience;
      while (this.said(parts) !== expected) {
        if (performance.now() > late) return { instead: this.said(parts) };
        await frame();
      }
      return { at: await drawn(), clock: Date.now() };
    },

    /** Wait for the hand's release; `answer` then resolves to the milliseconds until the page says what is expected. */
    arm(parts, expected, patience) {
      this.answer = new Promise((done) => {
        const released = async ({ timeStamp }) => {
          await frame();
          done(await this.told(timeStamp, parts, expected, patience));
        };
        addEventListener("pointerup", released, { capture: true, once: true });
      });
    },

    /** The same for the browser's way back. */
    async back(parts, expected, patience) {
      const began = performance.now();
      history.back();
      return this.told(began, parts, expected, patience);
    },

    /** When it began, when the page says what is expected, and when no card is busy any more. */
    async told(began, parts, expected, patience) {
      const found = await this.until(parts, expected, patience);
      while (all(".card[aria-busy]").length) await frame();
      return { began, ...found, whole: await drawn() };
    },

    /** Where one can press: the mark and the middle of each element that can be seen and is not covered. */
    spots(selector, mark) {
      return all(selector).flatMap((one, at) => {
        const box = one.getBoundingClientRect();
        const [x, y] = [box.left + Math.min(box.width / 2, 40), (box.top + box.bottom) / 2];
        const top = inView(box) && document.elementFromPoint(x, y);
        const free = top && (one.contains(top) || top.closest(".js-plotly-plot")?.contains(one));
        return free ? [[mark ? one.getAttribute(mark) : String(at), x, y]] : [];
      });
    },

    /** Note when each frame was begun, until `still`. */
    watch() {
      this.frames = [];
      const note = (time) => this.frames && this.frames.push(time) && requestAnimationFrame(note);
      requestAnimationFrame(note);
    },

    still() {
      const { frames } = this;
      this.frames = null;
      return frames.slice(1).map((time, at) => time - frames[at]);
    },
  };

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) meter.presented.push([startTime, duration]);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  window.meter = meter;
})();
