"""Signed tokens: the bearer token of scripts and the cookie of browsers are the same text."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from cockpit.signouts import SignOuts
from cockpit.users import User, Users
from data.clock import Clock

LIFETIME = timedelta(hours=12)
NUMBER_BYTES = 12


@dataclass(frozen=True)
class _Claims:
    """What a token of ours says."""

    user: str
    until: datetime
    stamp: str
    number: str
    began: datetime


@dataclass(frozen=True)
class Tokens:
    """Issues tokens and reads them back.

    A token says who and until when, never what may be seen: that is looked up in `users` at every request, so a
    change or a removal holds from the next request on. `signouts` knows the tokens that were ended early. `clock` runs
    in real time even where the demo's stands. For so long as `longest` a sign-in may be renewed.
    """

    secret: bytes
    users: Users
    clock: Clock
    signouts: SignOuts
    longest: timedelta

    def issue(self, user: User, lifetime: timedelta = LIFETIME) -> str:
        now = self.clock.now()
        return self._signed(_Claims(user.name, now + lifetime, user.stamp, secrets.token_hex(NUMBER_BYTES), now))

    def read(self, token: str) -> User | None:
        """The user as of now; None: the token is forged, over or ended, the user gone or given a new password."""
        claims = self._claims(token)
        if claims is None or self.clock.now() >= claims.until or claims.number in self.signouts:
            return None
        user = self.users.find(claims.user)
        return user if user and user.stamp == claims.stamp else None

    def renewed(self, token: str) -> str | None:
        """The same sign-in, which one sign-out ends, for another LIFETIME; None: it is over, or as old as it may be."""
        claims, now = self._claims(token), self.clock.now()
        if claims is None or self.read(token) is None or now - claims.began >= self.longest:
            return None
        return self._signed(replace(claims, until=now + LIFETIME))

    def until(self, token: str) -> datetime | None:
        """When the token runs out; None: it is forged."""
        claims = self._claims(token)
        return claims.until if claims else None

    def end(self, token: str) -> None:
        """Sign out: from now on the token is refused, whoever holds a copy; a forged one is nothing to end."""
        claims = self._claims(token)
        if claims:
            self.signouts.add(claims.number)

    def _signed(self, claims: _Claims) -> str:
        told = {"user": claims.user, "exp": claims.until.timestamp(), "stamp": claims.stamp, "number": claims.number}
        return str(self._signer.dumps({**told, "began": claims.began.timestamp()}))

    def _claims(self, token: str) -> _Claims | None:
        try:
            claims = self._signer.loads(token)
            until = datetime.fromtimestamp(claims["exp"])
            began = datetime.fromtimestamp(claims["began"])
            return _Claims(str(claims["user"]), until, str(claims["stamp"]), str(claims["number"]), began)
        except (BadData, KeyError, TypeError, ValueError, OverflowError):
            return None

    @property
    def cookie(self) -> str:
        """The cookie's name: each house has its own, for browsers share cookies between the ports of a machine."""
        return f"cockpit_{hashlib.sha256(self.secret).hexdigest()[:8]}"

    @property
    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt="cockpit.sign-in")
