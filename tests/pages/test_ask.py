"""Ask on the brief page: the answer as text and sound, its numbers those of the snapshot, within the asker's scope."""

import pytest
from playwright.sync_api import expect

from tests.cockpit import world

pytestmark = pytest.mark.needs("chromium")
HEARD = """async (it) => {
  const voice = it.voice;
  const known = (heard) => voice.addEventListener("loadedmetadata", heard, { once: true });
  if (!(voice.duration > 1)) await new Promise(known);
  const sound = await (await fetch(voice.src)).arrayBuffer();
  const pcm = (await new OfflineAudioContext(1, 1, 48000).decodeAudioData(sound)).getChannelData(0);
  return [voice.duration, pcm.reduce((most, one) => Math.max(most, Math.abs(one)), 0)];
}"""


def asked(visit, question):
    """Type a question and wait for its answer."""
    visit.page.locator("input#question").fill(question)
    visit.page.keyboard.press("Enter")
    visit.page.locator("p.asked", has_text=question).wait_for()
    return visit.page.locator(".said").inner_text()


def heard(visit):
    """Seconds and loudest sample of the answer's sound."""
    return visit.page.locator(".panel:has(form.ask)").evaluate(HEARD)


def test_an_answer_is_read_and_heard_with_the_number_of_the_snapshot(visit):
    branch = visit("branch", "/")
    value = world.usual().cell("860101", "activity_rate", "mtd").value
    said = asked(branch, "江城中支的活动率是多少？")
    assert "江城中支本月活动率" in said
    assert f"{value * 100:.1f}%" in said
    seconds, loudest = heard(branch)
    assert seconds > 2
    assert loudest > 0.05
    branch.picture("ask_zh_pc")
    branch.page.locator(".said a", has_text="%").first.click()
    branch.at("/drill?", "org=860101", "indicator=activity_rate", "period=mtd")
    branch.clean()


def test_what_is_beyond_the_scope_is_neither_told_nor_known(visit):
    branch = visit("branch", "/", "en-US", "phone")
    there, nowhere = (
        asked(branch, f"What is the activity rate of {name}?") for name in ("Binhai Branch", "Nowhere Branch")
    )
    assert there == nowhere
    assert "outside your scope" in there
    branch.page.locator(".answer [data-ask]", has_text="free-look").click()
    branch.page.locator(".said", has_text="15 calendar days").wait_for()
    branch.page.locator(".said", has_text="CIRC notice").wait_for()
    expect(branch.page.locator(".answer footer")).to_be_in_viewport(ratio=1)
    assert heard(branch)[1] > 0.05
    branch.picture("ask_en_phone")
    branch.clean()
