"""Board: the headlines and all that lies below an organisation, drawn from what the device holds."""

from cockpit.board import board
from cockpit.session import current

board(current())
