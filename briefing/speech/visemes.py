"""Mouth shapes of speech: exact from phonemes with times, shared out within words where only those are timed."""

import re
from collections.abc import Sequence

from avatar.types import Viseme, Word
from briefing.speech import mandarin

# The fifteen visemes in common use by talking heads (Oculus, Microsoft), rest included.
SHAPES = ("sil", "PP", "FF", "TH", "DD", "kk", "CH", "SS", "nn", "RR", "aa", "E", "ih", "oh", "ou")
CONSONANTS = frozenset(SHAPES[1:10])
CONSONANT, VOWEL = 0.8, 1.2  # shares of a syllable's time; fitted on espeak-ng's true times in zh and en
PAUSE = 0.09  # a longer gap closes the mouth, in seconds
LONGEST = 0.35  # a phoneme that lasts longer is followed by silence
Syllables = tuple[tuple[str, ...], ...]  # the shapes of a word, syllable by syllable
MARKS = re.compile(r"[ˈˌːˑ_0-9˥˦˧˨˩̩̪ ]")

# The phonemes of espeak-ng's English and Mandarin, in its IPA.
IPA = {
    "ts.h": "CH", "tɕh": "CH", "ts.": "CH", "tsh": "SS", "onɡ": "oh kk", "wei": "ou E ih", "tɕ": "CH", "s.": "CH",
    "ts": "SS", "ph": "PP", "th": "DD", "kh": "kk", "o-": "E", "tʃ": "CH", "dʒ": "CH", "ɑu": "aa ou", "aʊ": "aa ou",
    "ou": "oh ou", "oʊ": "oh ou", "əʊ": "E ou",
    "ai": "aa ih", "aɪ": "aa ih", "ei": "E ih", "eɪ": "E ih", "ɔɪ": "oh ih", "iɛ": "ih E", "yɛ": "ou E", "ua": "ou aa",
    "uo": "ou oh", "uə": "ou E", "p": "PP", "b": "PP", "m": "PP", "f": "FF", "v": "FF", "θ": "TH", "ð": "TH",
    "t": "DD", "d": "DD", "ɾ": "DD", "ʔ": "DD", "k": "kk", "ɡ": "kk", "g": "kk", "ŋ": "kk", "χ": "kk", "x": "kk",
    "h": "kk", "ɕ": "CH", "ʃ": "CH", "ʒ": "CH", "ʐ": "RR", "s": "SS", "z": "SS", "n": "nn", "l": "nn", "ɫ": "nn",
    "ɬ": "nn", "ɹ": "RR", "r": "RR", "ɚ": "RR", "ɜ": "RR", "a": "aa", "ɑ": "aa", "ɐ": "aa", "ʌ": "aa", "æ": "aa",
    "ɒ": "oh", "ɔ": "oh", "o": "oh", "e": "E", "ɛ": "E", "ə": "E", "ɤ": "E", "i": "ih", "ɪ": "ih", "ᵻ": "ih",
    "j": "ih", "y": "ou", "u": "ou", "ʊ": "ou", "w": "ou",
}  # fmt: skip
INITIALS = {
    "zh": "CH", "ch": "CH", "sh": "CH", "b": "PP", "p": "PP", "m": "PP", "f": "FF", "d": "DD", "t": "DD", "n": "nn",
    "l": "nn", "g": "kk", "k": "kk", "h": "kk", "j": "CH", "q": "CH", "x": "CH", "r": "RR", "z": "SS", "c": "SS",
    "s": "SS",
}  # fmt: skip
FINALS = {
    "a": "aa", "o": "oh", "e": "E", "i": "ih", "u": "ou", "v": "ou", "ê": "E", "ai": "aa ih", "ei": "E ih",
    "ao": "aa ou", "ou": "oh ou", "an": "aa nn", "en": "E nn", "ang": "aa kk", "eng": "E kk", "ong": "oh kk",
    "er": "E RR", "ia": "ih aa", "io": "ih oh", "ie": "ih E", "iai": "ih aa ih", "iao": "ih aa ou", "iu": "ih ou",
    "ian": "ih E nn", "in": "ih nn", "iang": "ih aa kk", "ing": "ih kk", "iong": "ou oh kk", "ua": "ou aa",
    "uo": "ou oh", "uai": "ou aa ih", "ui": "ou E ih", "uan": "ou aa nn", "un": "ou nn", "uang": "ou aa kk",
    "ueng": "ou E kk", "uong": "ou oh kk", "ve": "ou E", "van": "ou E nn", "vn": "ou nn", "m": "PP", "n": "nn",
    "ng": "kk",
}  # fmt: skip
# Syllables without an initial are written with y or w, and ü without its dots after j, q, x, y.
SPELLED = (
    (r"^y(?=i)", ""), (r"^yu(?=$|a|e|n)", "v"), (r"^yong", "iong"), (r"^you", "iu"), (r"^y", "i"), (r"^wu", "u"),
    (r"^wei", "ui"), (r"^wen(?!g)", "un"), (r"^w", "u"), (r"^([jqx])u", r"\1v"), (r"ue$", "ve"),
)  # fmt: skip
_PHONEME = re.compile("|".join(sorted(map(re.escape, IPA), key=len, reverse=True)))
_SYLLABLE = re.compile(rf"({'|'.join(INITIALS)})?(.+)")


def of_ipa(phonemes: str) -> tuple[str, ...]:
    """Shapes of one or more phonemes in IPA; stress, tone and length marks say nothing to the mouth."""
    return tuple(shape for found in _PHONEME.findall(MARKS.sub("", phonemes)) for shape in IPA[found].split())


def of_syllable(syllable: str) -> tuple[str, ...]:
    """Shapes of a pinyin syllable, with or without tone: zhuang1 -> CH ou aa kk. An unknown one: ValueError."""
    spelled = syllable.rstrip("012345").replace("ü", "v")
    for pattern, plain in SPELLED:
        spelled = re.sub(pattern, plain, spelled)
    match = _SYLLABLE.fullmatch(spelled)
    if spelled in FINALS:
        return tuple(FINALS[spelled].split())
    if match is None or match[2] not in FINALS:
        message = f"{syllable} is no pinyin syllable"
        raise ValueError(message)
    return (INITIALS[match[1]], *FINALS[match[2]].split())


def spread(shapes: Sequence[str], start: float, end: float) -> list[Viseme]:
    """Share a stretch of time among shapes; a vowel gets more than a consonant."""
    weights = [CONSONANT if shape in CONSONANTS else VOWEL for shape in shapes]
    made, at = [], start
    for shape, weight in zip(shapes, weights, strict=True):
        until = at + (end - start) * weight / sum(weights)
        made.append(Viseme(shape, at, until))
        at = until
    return made


def with_rests(spoken: Sequence[Viseme], seconds: float) -> tuple[Viseme, ...]:
    """Cover 0 to `seconds` without a gap: rest in the pauses, a short gap belongs to the shape before it."""
    made: list[Viseme] = []
    at = 0.0
    for one in spoken:
        start = max(at, one.start)
        if start - at > PAUSE or not made:
            made += [Viseme("sil", at, start)] * (start > at)
        else:
            made[-1] = Viseme(made[-1].shape, made[-1].start, start)
        if one.end > start:
            made.append(Viseme(one.shape, start, one.end))
        at = max(at, one.end)
    return (*made, Viseme("sil", at, seconds)) if seconds > at else tuple(made)


def from_phonemes(events: Sequence[tuple[float, str]], seconds: float) -> tuple[Viseme, ...]:
    """Exact spans from phoneme onsets (seconds, IPA); the last one ends with the sound."""
    ends = [*(start for start, _ in events[1:]), seconds]
    spans = ((start, min(end, start + LONGEST), of_ipa(name)) for (start, name), end in zip(events, ends, strict=True))
    return with_rests([one for start, end, shapes in spans for one in spread(shapes, start, end)], seconds)


def _word(word: Word, syllables: Syllables) -> list[Viseme]:
    """Every syllable of a word lasts as long as its neighbour."""
    step = (word.end - word.start) / max(len(syllables), 1)
    starts = [word.start + step * i for i in range(len(syllables))]
    timed = zip(starts, syllables, strict=True)
    return [one for start, shapes in timed for one in spread(shapes, start, start + step)]


def from_words(words: Sequence[Word], said: Sequence[Syllables], seconds: float) -> tuple[Viseme, ...]:
    """Spans where only words have times: each word's syllables share its time."""
    timed = zip(words, said, strict=True)
    return with_rests([one for word, syllables in timed for one in _word(word, syllables)], seconds)


def of_chinese(text: str) -> Syllables:
    """Shapes of the syllables of Chinese text, letters by their Chinese names."""
    return tuple(of_syllable(syllable) for group in mandarin.groups(text) for syllable in group.syllables)
