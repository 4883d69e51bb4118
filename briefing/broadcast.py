"""A script and its voice, brought to length together: the voice that speaks decides how much fits."""

from dataclasses import dataclass
from math import ceil

from avatar.encoder import GRID_SAMPLES
from avatar.segments import LEAD, TAIL
from avatar.types import RATE, Speech
from briefing.budget import NUMBERS_A_MINUTE, speaking
from briefing.facts import Morning
from briefing.rundown import budget_of, compose
from briefing.script import Script
from briefing.speech.speaker import Speaker, SpokenFilm

TRIES = 4
SAFETY = 0.99
"""The next try is made this much shorter than the last one says, for sentences differ in speed."""


@dataclass(frozen=True, eq=False)
class Broadcast:
    """A script with a speech for each of its sentences."""

    script: Script
    film: SpokenFilm

    @property
    def seconds(self) -> float:
        """How long the film will be, with the rests around each sentence."""
        return sum(map(filmed_seconds, self.film.speeches))


def filmed_seconds(speech: Speech) -> float:
    """The length of a sentence in a film, on the grid that segments are cut to."""
    grid = GRID_SAMPLES / RATE
    return ceil((LEAD + speech.seconds + TAIL) / grid) * grid


def broadcast(morning: Morning, speaker: Speaker) -> Broadcast:
    """The fullest script that this voice says in time and without too many numbers a minute."""
    tempo, limit = 1.0, budget_of(morning).longest
    for _ in range(TRIES):
        script = compose(morning, tempo)
        film = speaker.speak_all([(sentence.spoken, script.lang) for sentence in script.sentences])
        made = Broadcast(script, film)
        if made.seconds <= limit and script.numbers * 60 <= NUMBERS_A_MINUTE * made.seconds:
            break
        tempo = SAFETY * speaking(script) / sum(speech.seconds for speech in film.speeches)
    return made
