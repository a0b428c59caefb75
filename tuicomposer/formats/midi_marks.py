"""The text events by which a MIDI file remembers what MIDI has no word for.

========================================================  ======================================
``tuicomposer: lane harmony muted``                       in a lane's track, at its start
``tuicomposer: section "A" meter 6/8 rows-per-beat 4``    in the first track, where a section
``pickup 2 tempo 90`` (on the same line)                  sounds
``tuicomposer: song tempo 96.0 swing 62/8``               in the first track, where sections have a
                                                          tempo or key of their own, or swing
``chord: Am7`` and ``chord: end``                         in a chord lane's track
``tuicomposer: early``                                    in a lane's track, with a note that is early
                                                          for its row
``provenance: "Bass" in "A" bars 1-4: chorale seed 7``    in the first track, for people to read
========================================================  ======================================

Other programs show these texts or skip them; the notes sound the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tuicomposer.errors import ComposerError
from tuicomposer.formats.quoting import quoted, unquoted, words
from tuicomposer.score.cells import BY_HAND
from tuicomposer.score.chord import Chord, parse_chord
from tuicomposer.score.key import Key, parse_key
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.meter import parse_meter
from tuicomposer.score.origin import source_of
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.swing import STRAIGHT, Swing, parse_swing
from tuicomposer.score.tempo import check_tempo

EARLY_MARK: Final = "tuicomposer: early"
_LANE: Final = "tuicomposer: lane "
SECTION_MARK: Final = "tuicomposer: section "
_SONG: Final = "tuicomposer: song"
_CHORD: Final = "chord: "
_CHORD_END: Final = "chord: end"
_FLAGS: Final = ("muted", "solo", "locked")
_MAX_TEXT: Final = 100_000


class LaneMark(NamedTuple):
    """What a lane's mark says."""

    role: Role
    muted: bool
    solo: bool
    locked: bool


class SongMark(NamedTuple):
    """What the song's mark says."""

    tempo: float
    key: Key | None
    swing: Swing


class ChordMark(NamedTuple):
    """Where a chord begins, or where one ends (``None``)."""

    tick: int
    chord: Chord | None
    origin: str = BY_HAND


def lane_mark(lane: Lane) -> str:
    """Text of a lane's mark."""
    flags = [flag for flag in _FLAGS if getattr(lane, flag)]
    return _LANE + " ".join([lane.role.value, *flags])


def parse_lane_mark(text: str) -> LaneMark | None:
    """What :func:`lane_mark` wrote; ``None`` for other texts."""
    role, *flags = text.removeprefix(_LANE).split() or [""]
    if not text.startswith(_LANE) or role not in set(Role):
        return None
    return LaneMark(Role(role), *(flag in flags for flag in _FLAGS))


def section_mark(section: Section) -> str:
    """Text of a section's mark."""
    own = _own(section.tempo, section.key, section.swing)
    return (
        f"{SECTION_MARK}{quoted(section.name)} meter {section.meter}"
        f" rows-per-beat {section.rows_per_beat} pickup {section.pickup}{own}"
    )


def parse_section_mark(text: str) -> Section | None:
    """A section of one row, without columns, that :func:`section_mark` described; else ``None``."""
    if not text.startswith(SECTION_MARK) or len(text) > _MAX_TEXT:
        return None
    try:
        name, _, meter, _, rows_per_beat, _, pickup, *rest = words(text.removeprefix(SECTION_MARK))
        tempo, key, swing = _parse_own(rest)
        frame = Section(unquoted(name), 1, (), int(rows_per_beat), parse_meter(meter), int(pickup))
        return replace(frame, tempo=tempo, key=key, swing=swing)
    except (ComposerError, ValueError):
        return None


def song_mark(song: Song) -> str | None:
    """Text of the song's mark; ``None`` where tempo and key say all and nothing swings."""
    sections = [song.sections[index] for index in set(song.order)]
    if song.swing != STRAIGHT or any((one.tempo, one.key, one.swing) != (None,) * 3 for one in sections):
        return f"{_SONG}{_own(song.tempo, song.key, song.swing)}"
    return None


def parse_song_mark(text: str) -> SongMark | None:
    """What :func:`song_mark` wrote; ``None`` for other texts."""
    if not text.startswith(_SONG) or len(text) > _MAX_TEXT:
        return None
    try:
        tempo, key, swing = _parse_own(words(text.removeprefix(_SONG)))
        if tempo is not None:
            check_tempo(tempo)
    except (ComposerError, ValueError):
        return None
    return None if tempo is None or swing is None else SongMark(tempo, key, swing)


def _own(tempo: float | None, key: Key | None, swing: Swing | None) -> str:
    parts = (("tempo", tempo), ("key", None if key is None else quoted(str(key))), ("swing", swing))
    return "".join(f" {name} {value}" for name, value in parts if value is not None)


def _parse_own(rest: Sequence[str]) -> tuple[float | None, Key | None, Swing | None]:
    given = {name: unquoted(value) for name, value in zip(rest[::2], rest[1::2], strict=True)}
    return (
        float(given["tempo"]) if "tempo" in given else None,
        parse_key(given["key"]) if "key" in given else None,
        parse_swing(given["swing"]) if "swing" in given else None,
    )


def chord_mark(chord: Chord | None) -> str:
    """Text of a chord's mark; ``None`` ends the chord before."""
    return _CHORD_END if chord is None else _CHORD + chord.symbol


def parse_chord_mark(text: str, tick: int) -> ChordMark | None:
    """What :func:`chord_mark` wrote; ``None`` for other texts."""
    if text.strip() == _CHORD_END:
        return ChordMark(tick, None)
    chord = parse_plain_chord(text.removeprefix(_CHORD))
    return ChordMark(tick, chord) if chord is not None and text.startswith(_CHORD) else None


def parse_plain_chord(text: str) -> Chord | None:
    """The chord of a symbol alone; ``None`` for other texts."""
    try:
        return parse_chord(text) if len(text) <= 24 else None
    except ComposerError:
        return None


def provenance(song: Song) -> Iterator[str]:
    """One line for each lane, section and origin: which bars it wrote."""
    for section in song.sections:
        for lane, column in zip(song.lanes, section.columns, strict=True):
            bars: dict[str, set[int]] = {}
            for row, cell in enumerate(column):
                if cell is not None:
                    bars.setdefault(source_of(cell.origin), set()).add(section.position(row).bar)
            for origin, numbers in bars.items():
                who = "by hand" if origin == BY_HAND else origin
                place = f"{quoted(lane.name)} in {quoted(section.name)} bars {_ranges(sorted(numbers))}"
                yield f"provenance: {place}: {who}"


def _ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers with runs drawn together: ``1-4, 6``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
