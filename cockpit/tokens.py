"""Signed tokens: the bearer token of scripts and the cookie of browsers are the same text."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from cockpit.users import User, Users
from data.clock import Clock

LIFETIME = timedelta(hours=12)


@dataclass(frozen=True)
class Tokens:
    """Issues tokens and reads them back.

    A token says who and until when, never what may be seen: that is looked up in `users` at every request, so a
    change or a removal holds from the next request on. `clock` runs in real time even where the demo's stands.
    """

    secret: bytes
    users: Users
    clock: Clock

    def issue(self, user: User, lifetime: timedelta = LIFETIME) -> str:
        until = self.clock.now() + lifetime
        return str(self._signer.dumps({"user": user.name, "exp": until.timestamp(), "stamp": user.stamp}))

    def read(self, token: str) -> User | None:
        """The user as of now; None when the token is forged, over, or the user gone or given a new password."""
        try:
            claims = self._signer.loads(token)
            until = datetime.fromtimestamp(claims["exp"])
            name, stamp = str(claims["user"]), str(claims["stamp"])
        except (BadData, KeyError, TypeError, ValueError, OverflowError):
            return None
        user = self.users.find(name) if self.clock.now() < until else None
        return user if user and user.stamp == stamp else None

    @property
    def cookie(self) -> str:
        """The cookie's name: each house has its own, for browsers share cookies between the ports of a machine."""
        return f"cockpit_{hashlib.sha256(self.secret).hexdigest()[:8]}"

    @property
    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt="cockpit.sign-in")
