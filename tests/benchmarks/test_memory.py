import os
import subprocess
import sys
import time

from benchmarks.memory import INTERVAL_S, family, peak_pss, pss_mb


def test_a_child_belongs_to_the_family_and_its_memory_is_seen() -> None:
    words = "import sys; held = bytearray(80_000_000); print('held', flush=True); sys.stdin.read()"
    with peak_pss(os.getpid()) as peak:
        child = subprocess.Popen([sys.executable, "-c", words], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in family(os.getpid())
        grown = pss_mb(child.pid)
        assert grown > 75
        time.sleep(3 * INTERVAL_S)
        child.communicate()
    assert peak.mb > grown
    assert pss_mb(child.pid) == 0
