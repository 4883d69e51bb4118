"""Errors that a user can act on."""


class UserError(Exception):
    """A mistake or a missing part that the user can mend; shown without a traceback.

    `where` names the file, setting or id, `what` says what is wrong with it, `remedy` what to do next.
    """

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}. {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy
