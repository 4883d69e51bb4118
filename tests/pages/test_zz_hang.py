import time, pytest
from tests.pages.conftest import *
from tests.pages.conftest import sign_in, leave

@pytest.mark.timeout(900)
def test_hang(house, chromium):
    t0=time.time(); n=0
    while time.time()-t0<560:
        c = chromium.new_context(viewport=SIZES["pc"], locale="zh-CN")
        p = c.new_page()
        sign_in(p, house, "sub_branch")
        t=time.time(); leave(p); d=time.time()-t
        if d>1: print("slow close", n, d, flush=True)
        c.close()
        n+=1
        print(n, round(time.time()-t0,1), flush=True)
