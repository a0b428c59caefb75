"""Pieces with a known key for the key benchmark, from the corpus that music21 ships.

The key of a chorale is derived, for no file states it: the tonic is the bass of the final chord,
and the mode is major or minor as the third above that tonic is in the key signature (so a dorian
chorale counts as minor and a final Picardy third changes nothing). A chorale that ends on the
third degree of its signature, or outside its scale, is left out: analysts hear such Phrygian and
half-close endings in another key than the last bass. Of the 20 chorales whose analysis ships in
the corpus this rule keeps 16 and gives 14 the analyst's key. The key of a folk tune is its
``K:`` field; Dorian counts as minor, Mixolydian as major. A piece is held out by a checksum of
its name, a rule that needs no list.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from music21 import chord, converter, corpus, key, stream

from tuicomposer.score.key import Key
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.spans import NoteSpan
from tuicomposer.score.ticks import TICKS_PER_BEAT

HELD_OUT_SHARE: Final = 5
"""One piece in so many is held out."""
_FOLK: Final = "ryansMammoth"


@dataclass(frozen=True)
class Piece:
    """A piece, its notes by voice (highest first), and its key."""

    name: str
    notes: tuple[NoteSpan, ...]
    key: Key

    @property
    def ticks(self) -> int:
        """Tick at which the last note ends."""
        return max(note.end for note in self.notes)


def held_out(name: str) -> bool:
    """Whether a piece is kept from the counting."""
    return zlib.crc32(name.encode()) % HELD_OUT_SHARE == 0


def chorales(*, test: bool, limit: int | None = None) -> Iterator[Piece]:
    """Four-part chorales of one side of the split, in the order of their checksums."""
    paths = [path for path in corpus.getComposer("bach") if path.suffix == ".mxl"]
    yield from _pieces(paths, _read_chorale, test, limit)


def folk_tunes(*, test: bool, limit: int | None = None) -> Iterator[Piece]:
    """Fiddle tunes of Ryan's Mammoth Collection of one side of the split."""
    paths = [path for path in corpus.getComposer(_FOLK) if path.suffix == ".abc"]
    yield from _pieces(paths, _read_tune, test, limit)


def _pieces(paths: list[Path], read: Any, test: bool, limit: int | None) -> Iterator[Piece]:
    chosen = sorted((path for path in paths if held_out(path.stem) == test), key=_order)
    found = 0
    for path in chosen:
        piece = read(path)
        if piece is not None:
            yield piece
            found += 1
        if found == limit:
            return


def _order(path: Path) -> int:
    return zlib.crc32(path.stem.encode()[::-1])


def _read_chorale(path: Path) -> Piece | None:
    score = converter.parse(path, forceSource=True)
    if len(score.parts) != 4:
        return None
    signature = next(iter(score.recurse().getElementsByClass(key.KeySignature)), None)
    notes = _notes(score)
    if signature is None or not notes:
        return None
    final = max(note.end for note in notes)
    tonic = min(note.pitch for note in notes if note.end == final) % 12
    known = _key_of(tonic, signature.sharps)
    return None if known is None else Piece(path.stem, notes, known)


def _key_of(tonic: int, sharps: int) -> Key | None:
    scale = {(sharps * 7 + step) % 12 for step in (0, 2, 4, 5, 7, 9, 11)}
    third = (sharps * 7 + 4) % 12
    if tonic not in scale or tonic == third:
        return None
    return Key(SHARP_NAMES[tonic], "major" if (tonic + 4) % 12 in scale else "minor")


def _read_tune(path: Path) -> Piece | None:
    field = next((line for line in path.read_text("latin-1").splitlines() if line.startswith("K:")), "")
    score = converter.parse(path, forceSource=True)
    signature = next(iter(score.recurse().getElementsByClass(key.Key)), None)
    notes = _notes(score)
    if signature is None or not notes or not field:
        return None
    minor = signature.mode in ("minor", "dorian", "phrygian", "aeolian", "locrian")
    name = SHARP_NAMES[signature.tonic.pitchClass]
    return Piece(path.stem, notes, Key(name, "minor" if minor else "major"))


def _notes(score: stream.Score) -> tuple[NoteSpan, ...]:
    found = []
    for lane, part in enumerate(score.parts):
        for item in part.stripTies().flatten().notes:
            if item.quarterLength and not isinstance(item, chord.Chord):
                start = round(float(item.offset) * TICKS_PER_BEAT)
                end = start + round(float(item.quarterLength) * TICKS_PER_BEAT)
                found.append(NoteSpan(lane, 0, start, max(end, start + 1), item.pitch.midi, 96))
    return tuple(sorted(found, key=lambda note: (note.start, note.lane)))


def cut(notes: tuple[NoteSpan, ...], end: int) -> tuple[NoteSpan, ...]:
    """What sounds before a tick."""
    return tuple(replace(note, end=min(note.end, end)) for note in notes if note.start < end)


def voices(notes: tuple[NoteSpan, ...], *lanes: int) -> tuple[NoteSpan, ...]:
    """The notes of some voices."""
    return tuple(note for note in notes if note.lane in lanes)
