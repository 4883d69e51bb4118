"""The funnels that are kept: a campaign is counted again only when a table on which it stands differs."""

from collections.abc import Collection, Sequence

from metrics.derived import Scans
from metrics.funnels.definition import Campaign
from metrics.funnels.engine import Counted, counted, joined
from metrics.funnels.funnels import Funnels
from metrics.ground import Ground


class Kept:
    """Campaigns as they were counted, all up to the same day."""

    def __init__(self) -> None:
        self._parts: dict[Campaign, Counted] = {}

    def of(self, campaigns: Sequence[Campaign], tables: Scans, ground: Ground) -> Funnels:
        """As `engine.funnels`; campaigns that are no longer asked for are let go."""
        new = self.missing(campaigns)
        parts = self._parts | dict(zip(new, counted(new, tables, ground), strict=True))
        self._parts = {campaign: parts[campaign] for campaign in campaigns}
        return joined(campaigns, [self._parts[campaign] for campaign in campaigns])

    def missing(self, campaigns: Sequence[Campaign]) -> list[Campaign]:
        """Those that must be counted."""
        return [campaign for campaign in campaigns if campaign not in self._parts]

    def forget(self, tables: Collection[str]) -> None:
        """Let go what stands on these tables."""
        self._parts = {campaign: part for campaign, part in self._parts.items() if not part.reads.intersection(tables)}
