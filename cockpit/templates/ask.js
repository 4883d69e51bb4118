export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".panel");
  if (box.form !== data.form) { box.form = data.form; box.innerHTML = data.form; box.told = ""; }
  const input = box.querySelector("input"), send = box.querySelector("[type=submit]"), answer = box.querySelector(".answer");
  send.word ??= send.textContent;
  if (box.told !== data.key + data.answer) {
    box.told = data.key + data.answer;
    box.voice?.pause();
    answer.innerHTML = data.answer;
    send.disabled = false;
    send.textContent = send.word;
    box.voice = data.sound ? voice(box, data.sound) : null;
    if (box.waits) {
      box.waits = false;
      answer.scrollIntoView({ block: "nearest", behavior: "smooth" });
      speak(box);
    }
  }
  const ask = (text) => {
    if (!text.trim() || send.disabled) return;
    box.voice?.pause();
    box.waits = true;
    input.value = text;
    send.disabled = true;
    send.textContent = send.dataset.waiting;
    setTriggerValue("ask", text);
  };
  box.onsubmit = (event) => { event.preventDefault(); ask(input.value); };
  box.onclick = (event) => {
    const other = event.target.closest("[data-ask]"), link = event.target.closest("a[href]");
    if (other) { event.preventDefault(); ask(other.dataset.ask); return; }
    if (event.target.closest(".again")) { box.voice?.paused ? speak(box) : box.voice?.pause(); return; }
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    box.voice?.pause();
    setTriggerValue("go", link.getAttribute("href"));
  };
  box.onkeydown = (event) => { if (event.key === "Escape") box.voice?.pause(); };
  return () => box.voice?.pause();
}

/* The answer's sound; the sentence that is heard is marked. */
function voice(box, sound) {
  const audio = new Audio(`data:audio/webm;base64,${sound}`);
  const lines = [...box.querySelectorAll("[data-at]")], again = box.querySelector(".again");
  const mark = () => {
    const heard = audio.paused ? null : lines.filter((line) => +line.dataset.at <= audio.currentTime + 0.05).pop();
    lines.forEach((line) => line.classList.toggle("now", line === heard));
    again.textContent = audio.paused ? again.dataset.again : again.dataset.stop;
  };
  ["play", "pause", "timeupdate", "ended"].forEach((name) => audio.addEventListener(name, mark));
  return audio;
}

function speak(box) {
  document.dispatchEvent(new Event("daybreak-answer"));
  if (box.voice) { box.voice.currentTime = 0; box.voice.play().catch(() => {}); }
}
