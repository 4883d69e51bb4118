"""Editing a campaign: the text of its next version, checked, previewed on the facts, and kept as a file."""

import os
import re
from pathlib import Path

from cockpit.session import Session
from cockpit.settings import Settings
from data.errors import UserError
from metrics.funnels import FOLDER, Campaign, Funnel, problems, read, texts
from metrics.funnels.engine import funnels
from metrics.ground import Ground


def may_edit(session: Session) -> bool:
    """Whether somebody may change what the whole company is measured by: who may see all of it."""
    return session.sight.covers(session.sight.snapshot.orgs.root.id)


def draft(settings: Settings, name: str) -> tuple[int, str]:
    """The number of a campaign's next version, and the newest version's text under that number."""
    found = (one for one in texts(folders(settings)).items() if one[0].id == name)
    campaign, text = next(found, (None, ""))
    if campaign is None:
        raise UserError(f"campaign {name}", "has no file that can be read", "Mend the file that is named beside.")
    number = campaign.version + 1
    return number, re.sub(r"(?m)^version\s*=.*$", f"version = {number}", text, count=1)


def left_out(settings: Settings) -> list[str]:
    """Why files of campaigns do not count, each with its line and the remedy."""
    return [str(error) for error in problems(folders(settings))]


def folders(settings: Settings) -> tuple[Path, Path]:
    """Where campaigns stand: the program's own, and those of this house."""
    return FOLDER, settings.campaigns


def checked(settings: Settings, name: str, text: str) -> Campaign:
    """The campaign that a text defines; UserError where it errs, or is not the next version of `name`."""
    campaign = read(f"{name}.toml", text)
    number, _ = draft(settings, name)
    if (campaign.id, campaign.version) != (name, number):
        raise UserError(f"{name}.toml", f"is not version {number} of {name}", f"Keep the id, and write {number}.")
    return campaign


def preview(session: Session, settings: Settings, campaign: Campaign) -> Funnel | None:
    """The whole company's funnel of the newest closed month as this version counts it; None where nobody enters."""
    snapshot = session.sight.snapshot
    root = session.sight.require(snapshot.orgs.root.id)
    ground = Ground(snapshot.orgs, settings.calendar, snapshot.as_of, snapshot.as_of)
    counted = funnels([campaign], settings.tables, ground)
    month = counted.newest_closed(campaign.id)
    return counted.funnel(snapshot.orgs, root, campaign.id, month, closed=True) if month else None


def save(session: Session, settings: Settings, campaign: Campaign, text: str) -> Path:
    """Keep a checked version; the next computation counts by it. A version is written once and never changed."""
    session.sight.require(session.sight.snapshot.orgs.root.id)
    settings.campaigns.mkdir(parents=True, exist_ok=True)
    path = settings.campaigns / f"{campaign.id}-{campaign.version}.toml"
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(text, "utf-8")
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise UserError(path.name, "was saved by somebody else meanwhile", "Open the page again.") from error
    finally:
        part.unlink()
    return path
