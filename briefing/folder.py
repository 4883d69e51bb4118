"""The files of an edition's folder, by name."""

FILM, SCRIPT, MARK = "film.mp4", "script.json", "edition.json"
"""MARK is written last."""
LIVE = "live"
"""The folder of the live edition, in that of the edition."""
PICTURES, SOUND = "live.json.gz", "sound.webm"


def captions(lang: str) -> str:
    return f"captions.{lang}.vtt"
