"""The film player: picture and captions on the left, on the right the transcript that follows the voice."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from cockpit.film import Shown
from cockpit.orders import Order
from cockpit.panel import follow
from cockpit.session import Session
from cockpit.templating import render, style
from cockpit.terminal.bundle import bundle

SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".panel");
  if (box.shown === data.html) return;
  box.shown = data.html;
  box.innerHTML = data.html;
  const video = box.querySelector("video, audio");
  const live = box.querySelector(".live");
  const sentences = [...box.querySelectorAll("[data-at]:not(.chapter)")];
  const chapters = [...box.querySelectorAll(".chapter")];
  const list = box.querySelector(".lines");
  const latest = (marks) => marks.filter((mark) => +mark.dataset.at <= video.currentTime + 0.05).pop();
  const mark = (marks, now) => marks.forEach((one) => one.classList.toggle("now", one === now));
  let preview = true;
  const followVoice = () => {
    if (preview) return;
    const sentence = latest(sentences);
    if (sentence && !sentence.classList.contains("now")) {
      const middle = sentence.offsetTop - list.clientHeight / 2 + sentence.clientHeight / 2;
      list.scrollTo({ top: Math.max(0, middle), behavior: "smooth" });
    }
    mark(sentences, sentence);
    mark(chapters, latest(chapters));
  };
  ["timeupdate", "seeked"].forEach((name) => video.addEventListener(name, followVoice));
  if (live) {
    const link = (one) => ({ text: one.textContent, href: one.getAttribute("href") });
    const links = sentences.map((one) => [...one.querySelectorAll("a")].map(link));
    const edition = { pictures: live.dataset.pictures, sound: video, links };
    import(new URL(data.script, document.baseURI))
      .then(({ play }) => play(live, edition))
      .catch(() => (live.textContent = live.dataset.problem));
  }
  const hush = () => (video.isConnected ? video.pause() : document.removeEventListener("daybreak-answer", hush));
  document.addEventListener("daybreak-answer", hush);
  const captions = box.querySelector("button.cc");
  video.addEventListener("loadedmetadata", () => {
    if (captions) video.textTracks[0].mode = "hidden";
    if (preview) video.currentTime = Math.min(6, video.duration / 4);
  });
  video.addEventListener("play", () => {
    if (preview) video.currentTime = 0;
    preview = false;
  });
  if (captions) captions.onclick = () => {
    const track = video.textTracks[0];
    track.mode = track.mode === "showing" ? "hidden" : "showing";
    captions.setAttribute("aria-pressed", String(track.mode === "showing"));
  };
  const seek = (mark) => {
    preview = false;
    video.currentTime = +mark.dataset.at + 0.01;
    video.play().catch(() => {});
  };
  box.onclick = (event) => {
    const link = event.target.closest("a[href]");
    if (link) {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      video.pause();
      setTriggerValue("go", link.getAttribute("href"));
      return;
    }
    if (event.target.closest(".live")) return void (video.paused ? video.play().catch(() => {}) : video.pause());
    const target = event.target.closest("[data-at]");
    if (target) seek(target);
  };
  box.onkeydown = (event) => {
    const target = event.target.closest("p[data-at]");
    if (target && event.key === "Enter" && event.target === target) seek(target);
  };
}
"""


@cache
def _component() -> Callable[..., Any]:
    sheet = style("panel.css") + style("player.css")
    return st.components.v2.component("player", html='<div class="panel"></div>', css=sheet, js=SCRIPT)


def player(session: Session, order: Order, shown: Shown) -> None:
    """Show an edition, as a film or live."""
    base = f"/api/editions/{order.org}/{order.day}/{order.lang}"
    html = render("player.html.j2", session.lang, session=session, base=base, shown=shown)
    built = bundle()
    data = {"html": html, "script": built.player if built else ""}
    _component()(key="player", data=data, on_go_change=lambda: follow(st.session_state["player"].go))
