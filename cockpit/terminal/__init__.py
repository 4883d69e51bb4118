"""What a terminal gets of the snapshot: parts and deltas in few bytes, the words to them, and the page that shows."""

from cockpit.terminal.routes import routes

__all__ = ["routes"]
