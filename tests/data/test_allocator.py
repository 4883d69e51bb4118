import subprocess
import sys

import pytest

from data import allocator

COUNT = """
import resource, sys
import numpy as np
from data.allocator import keep_freed

if sys.argv[1] == "kept":
    assert keep_freed()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(100):
    arrays = [np.zeros(20_000) + 1 for _ in range(100)]
    del arrays
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", COUNT, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc alone has the parameters")
def test_the_pages_of_freed_arrays_are_used_again():
    assert faults("kept") < faults("given back") / 4


def test_a_c_library_without_the_parameters_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(allocator.ctypes, "CDLL", lambda _: object())
    assert not allocator.keep_freed()
