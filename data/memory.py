"""Memory: what was freed goes back to the system.

The C library keeps freed blocks between those in use for later; after a load these are a hundred megabytes or more.
What comes often should not give back: it soon asks for the same again, page by page.
"""

import ctypes

_TRIM = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""Source: malloc_trim(3) of the GNU C library; others give back by themselves."""


def give_back() -> None:
    """Take milliseconds to give back what was freed; call it where nobody waits."""
    if _TRIM:
        _TRIM(0)
