"""Noto Sans SC (SIL OFL 1.1) for the drawing: from the npm package's WOFF to the TTF that the renderer reads.

python -m avatar.fonts PACKAGE_DIR [OUT_DIR]
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = {"chinese-simplified": "Noto Sans SC", "102": "Noto Sans SC Symbols"}
WEIGHTS = (400, 700)
FAMILY_RECORDS = (1, 16)


def convert(package: Path, out: Path, subset: str, weight: int) -> Path:
    """One subset and weight; renamed because the package gives every weight the same family name."""
    font = TTFont(package / "files" / f"noto-sans-sc-{subset}-{weight}-normal.woff")
    font.flavor = None
    for record in font["name"].names:
        if record.nameID in FAMILY_RECORDS:
            record.string = FAMILIES[subset]
    path = out / f"NotoSansSC-{subset}-{weight}.ttf"
    font.save(path)
    return path


def convert_all(package: Path, out: Path = FOLDER) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    return [convert(package, out, subset, weight) for subset in FAMILIES for weight in WEIGHTS]


if __name__ == "__main__":
    convert_all(Path(sys.argv[1]), *(Path(out) for out in sys.argv[2:3]))
