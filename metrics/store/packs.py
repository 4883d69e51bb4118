"""Packs: blobs side by side under the name of their content, and the manifests that say where in them each blob is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, groupby
from typing import Any

from metrics.columns import digest
from metrics.manifest import retold, told, unpacked
from metrics.packing import Blob, damaged, seal, unseal
from metrics.snapshot import Snapshot

PACK_BYTES = 8 << 20
"""Where a pack is full; a larger blob has a pack of its own."""
WORTH = 0.5
"""The share of a pack that must still be in use, or else what is in use moves to a new pack."""
Read = Callable[[str, int, int], bytes]
"""Bytes of a pack: name, offset, size."""


@dataclass(frozen=True)
class Where:
    """Where a blob is: in a pack that is `whole` bytes long."""

    pack: str
    offset: int
    size: int
    whole: int


@dataclass(frozen=True)
class Loaded:
    """A snapshot and the blobs that it was made of."""

    snapshot: Snapshot
    blobs: Mapping[str, Blob]


@dataclass(frozen=True)
class Plan:
    """What is to be written so that a snapshot can be read: new packs first, then its manifest."""

    loaded: Loaded
    manifest: Mapping[str, Any]
    fresh: Mapping[str, Sequence[Blob]]

    @property
    def version(self) -> str:
        return self.loaded.snapshot.version

    @property
    def sealed(self) -> bytes:
        return seal(self.manifest)

    def packs(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every new pack, one at a time."""
        for name, blobs in self.fresh.items():
            yield name, b"".join(blob.to_bytes() for blob in blobs)


def plan(snapshot: Snapshot, kept: Iterable[Mapping[str, Any]]) -> Plan:
    """What a store that holds the `kept` manifests has yet to get; their packs are used where they are worth it."""
    manifest, blobs = told(snapshot)
    held = {name: where for other in kept for name, where in wheres(other).items()}
    places = _worth({name: held[name] for name in blobs if name in held})
    fresh = {}
    for batch in _batches([blob for name, blob in blobs.items() if name not in places]):
        sizes = [blob.size for blob in batch]
        pack = blake2b("".join(blob.digest for blob in batch).encode(), digest_size=16).hexdigest()
        fresh[pack] = batch
        for at, blob in enumerate(batch):
            places[blob.digest] = Where(pack, sum(sizes[:at]), sizes[at], sum(sizes))
    return Plan(Loaded(snapshot, blobs), manifest | _placed(places, manifest["blobs"]), fresh)


def wheres(manifest: Mapping[str, Any]) -> dict[str, Where]:
    """Where every blob of a manifest is, by digest."""
    packs = manifest["packs"]
    places = zip(manifest["blobs"], manifest["places"], strict=True)
    return {name: Where(packs[at][0], offset, size, packs[at][1]) for name, (at, offset, size) in places}


def names(manifest: Mapping[str, Any]) -> set[str]:
    """The packs that a manifest stands on."""
    return {name for name, _ in manifest["packs"]}


def load(manifest: Mapping[str, Any], held: Mapping[str, Blob], read: Read, where: str) -> Loaded:
    """The snapshot of a manifest; only what is not `held` is read. UserError where a blob is not what it was."""
    missing = {name: place for name, place in wheres(manifest).items() if name not in held}
    fetched = unpacked(manifest, _fetched(missing, read, where))
    blobs = {name: held[name] if name in held else fetched[name] for name in manifest["blobs"]}
    return Loaded(retold(manifest, blobs), blobs)


class Manifests:
    """Manifests by their bytes: what was read lately is not read again."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._known: dict[bytes, dict[str, Any]] = {}

    def read(self, packed: bytes, where: str) -> dict[str, Any]:
        """The manifest; UserError where it is damaged."""
        if packed not in self._known:
            self._known[packed] = unseal(packed, where)
            while len(self._known) > self._keep:
                self._known.pop(next(iter(self._known)))
        return self._known[packed]


def _fetched(missing: Mapping[str, Where], read: Read, where: str) -> Iterator[tuple[str, bytes]]:
    for run in _runs(missing):
        first, last = run[0][1], run[-1][1]
        content = read(first.pack, first.offset, last.offset + last.size - first.offset)
        for name, place in run:
            start = place.offset - first.offset
            packed = content[start : start + place.size]
            if digest(packed) != name:
                raise damaged(where)
            yield name, packed


def _runs(missing: Mapping[str, Where]) -> Iterator[list[tuple[str, Where]]]:
    """Blobs that lie side by side in one pack, together."""
    ordered = sorted(missing.items(), key=lambda item: (item[1].pack, item[1].offset))
    before = accumulate((place.size for _, place in ordered), initial=0)
    beside = groupby(zip(ordered, before, strict=False), lambda one: (one[0][1].pack, one[0][1].offset - one[1]))
    for _, run in beside:
        yield [item for item, _ in run]


def _worth(places: dict[str, Where]) -> dict[str, Where]:
    """Without the places in packs of which little is in use."""
    used: dict[str, int] = {}
    for place in places.values():
        used[place.pack] = used.get(place.pack, 0) + place.size
    return {name: place for name, place in places.items() if used[place.pack] >= WORTH * place.whole}


def _batches(blobs: Iterable[Blob]) -> Iterator[list[Blob]]:
    """In packs of at most PACK_BYTES."""
    batch: list[Blob] = []
    size = 0
    for blob in blobs:
        if batch and size + blob.size > PACK_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(blob)
        size += blob.size
    if batch:
        yield batch


def _placed(places: Mapping[str, Where], blobs: Sequence[str]) -> dict[str, Any]:
    """`packs` (name, size) and, for every blob, its `places` (number of the pack, offset, size)."""
    packs = {place.pack: place.whole for place in places.values()}
    numbers = {pack: at for at, pack in enumerate(packs)}
    rows = [(numbers[place.pack], place.offset, place.size) for place in map(places.__getitem__, blobs)]
    return {"packs": list(packs.items()), "places": rows}
