import re
from datetime import date, datetime, timedelta
from pathlib import Path

from data.clock import Clock

ROOT = Path(__file__).parents[2]


def test_a_fixed_clock_stands():
    clock = Clock(datetime(2026, 6, 17, 7))
    assert clock.now() == clock.now() == datetime(2026, 6, 17, 7)
    assert clock.today() == date(2026, 6, 17)


def test_a_free_clock_goes():
    before = datetime.now()
    assert before <= Clock().now() <= datetime.now() + timedelta(seconds=1)


def test_time_is_read_in_one_place():
    rooms = ("data", "metrics", "avatar", "briefing", "cockpit", "pages")
    files = (path for room in rooms for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts)
    readers = [path.name for path in files if re.search(r"\b(now|today)\(\)", path.read_text("utf-8"))]
    outside = [
        path
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(", path.read_text("utf-8"))
    ]
    assert "clock.py" in readers
    assert outside == [ROOT / "data" / "clock.py"]
