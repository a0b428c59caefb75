"""Notes, bars and chord symbols of a compressed MusicXML file, fast and without expanding repeats.

Read with the standard library: a collection of a thousand songs takes half a minute, where a
general reader takes an hour. Only for collections that their user trusts.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from tuicomposer.errors import EntryError
from tuicomposer.score.chord import NO_CHORD, Chord, parse_chord
from tuicomposer.score.meter import Meter
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Held, Sounding

_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_KINDS: Final = {
    "major": "", "minor": "m", "dominant": "7", "minor-seventh": "m7", "diminished": "dim",
    "major-seventh": "maj7", "dominant-ninth": "9", "major-sixth": "6", "minor-sixth": "m6",
    "augmented": "aug", "diminished-seventh": "dim7", "augmented-seventh": "7#5",
    "half-diminished": "m7b5", "minor-ninth": "m9", "dominant-13th": "13", "major-ninth": "maj9",
    "dominant-11th": "11", "minor-major": "mMaj7", "major-minor": "mMaj7", "suspended-fourth": "sus4",
    "suspended-second": "sus2", "augmented-ninth": "9#5", "minor-13th": "m13", "minor-11th": "m11",
    "maj69": "6/9", "power": "5", "none": "N.C.", "dominant-seventh": "7", "major-13th": "maj13",
}  # fmt: skip
_DEGREES: Final = {
    ("dominant", "add9-1"): "7b9", ("dominant", "add91"): "7#9", ("dominant", "alter5-1"): "7b5",
    ("dominant", "alter51"): "7#5", ("suspended-fourth", "add70"): "7sus4",
    ("minor-seventh", "alter5-1"): "m7b5", ("dominant-ninth", "alter51"): "9#5",
}  # fmt: skip


@dataclass
class Measure:
    """A bar as it is written."""

    number: str
    start: int
    """Tick at which it begins."""
    end: int


@dataclass
class WrittenScore:
    """What a file holds, in ticks, repeats not expanded."""

    meter: Meter = field(default_factory=Meter)
    """The first one."""
    meters: int = 0
    """How many time signatures there are."""
    measures: list[Measure] = field(default_factory=list)
    parts: list[list[Sounding]] = field(default_factory=list)
    """Notes by part, ties joined."""
    staves: list[int] = field(default_factory=list)
    """Number of staves of each part."""
    harmony: list[tuple[int, Chord]] = field(default_factory=list)


def read_score(path: Path) -> WrittenScore:
    """Read a ``.mxl`` file.

    Raises:
        ValueError: It is not one that this reader can follow.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            name = next(
                name for name in archive.namelist() if name.endswith(".xml") and not name.startswith("META")
            )
            root = ET.fromstring(archive.read(name))  # noqa: S314 - the user's own collection
    except (zipfile.BadZipFile, ET.ParseError, StopIteration, OSError) as error:
        raise ValueError(f"{path} is no compressed MusicXML") from error
    score = WrittenScore()
    for number, part in enumerate(root.iter("part")):
        _read_part(part, score, first=number == 0)
    return score


@dataclass
class _Reading:
    """Where a reader of one part stands."""

    divisions: int = 1
    now: int = 0
    chord_start: int = 0
    notes: list[Sounding] = field(default_factory=list)
    tied: dict[int, int] = field(default_factory=dict)
    """Index of the note that a tie goes on, by pitch."""

    def ticks(self, divisions: str | None) -> int:
        return round(int(divisions or 0) * TICKS_PER_BEAT / self.divisions)


def _read_part(part: ET.Element, score: WrittenScore, *, first: bool) -> None:
    reading = _Reading()
    staves = 1
    start = 0
    for index, measure in enumerate(part.iter("measure")):
        reading.now = start
        furthest = start
        for item in measure:
            _read_item(item, reading, score, first=first)
            staves = max(staves, int(item.findtext("staves") or 1)) if item.tag == "attributes" else staves
            furthest = max(furthest, reading.now)
        if first:
            score.measures.append(Measure(measure.get("number", ""), start, furthest))
        start = furthest if first or index >= len(score.measures) else score.measures[index].end
    score.parts.append(reading.notes)
    score.staves.append(staves)


def _read_item(item: ET.Element, reading: _Reading, score: WrittenScore, *, first: bool) -> None:
    if item.tag == "note":
        _read_note(item, reading)
    elif item.tag == "backup":
        reading.now -= reading.ticks(item.findtext("duration"))
    elif item.tag == "forward":
        reading.now += reading.ticks(item.findtext("duration"))
    elif item.tag == "attributes":
        divisions = item.findtext("divisions")
        if divisions:
            reading.divisions = int(divisions)
        time = item.find("time")
        if first and time is not None:
            score.meters += 1
            if score.meters == 1:
                score.meter = _meter(time)
    elif item.tag == "harmony":
        chord = _chord(item)
        if chord is not None:
            score.harmony.append((reading.now + reading.ticks(item.findtext("offset")), chord))


def _meter(time: ET.Element) -> Meter:
    try:
        return Meter(int(time.findtext("beats") or 4), int(time.findtext("beat-type") or 4))
    except EntryError as error:
        raise ValueError("a metre that a song cannot have") from error


def _read_note(item: ET.Element, reading: _Reading) -> None:
    if item.find("grace") is not None or item.find("cue") is not None:
        return
    length = reading.ticks(item.findtext("duration"))
    if item.find("chord") is None:
        reading.chord_start = reading.now
        reading.now += length
    pitch = item.find("pitch")
    if pitch is None or length <= 0:
        return
    height = (
        12 * (int(pitch.findtext("octave") or 4) + 1)
        + _STEPS[pitch.findtext("step") or "C"]
        + round(float(pitch.findtext("alter") or 0))
    )
    start = reading.chord_start
    ties = {tie.get("type") for tie in item.findall("tie")}
    before = reading.tied.pop(height, None) if "stop" in ties else None
    if before is not None and reading.notes[before].end == start:
        index = before
        reading.notes[index] = reading.notes[index]._replace(end=start + length)
    else:
        index = len(reading.notes)
        reading.notes.append(Sounding(start, start + length, height, 80))
    if "start" in ties:
        reading.tied[height] = index


def _chord(item: ET.Element) -> Chord | None:
    """The chord of a symbol; ``None`` for one that the chord table does not know."""
    kind = item.findtext("kind") or ""
    if kind == "none":
        return NO_CHORD
    degrees = "".join(
        f"{degree.findtext('degree-type')}{degree.findtext('degree-value')}{degree.findtext('degree-alter')}"
        for degree in item.findall("degree")
    )
    suffix = _DEGREES.get((kind, degrees), _KINDS.get(kind))
    root = _name(item.find("root"), "root")
    if suffix is None or root is None:
        return None
    bass = _name(item.find("bass"), "bass")
    try:
        return parse_chord(root + suffix + (f"/{bass}" if bass and bass != root else ""))
    except EntryError:
        return None


def _name(item: ET.Element | None, what: str) -> str | None:
    if item is None or not item.findtext(f"{what}-step"):
        return None
    alter = round(float(item.findtext(f"{what}-alter") or 0))
    return (item.findtext(f"{what}-step") or "C") + ("#" * alter or "b" * -alter)


def holding(harmony: list[tuple[int, Chord]], end: int) -> tuple[Held, ...]:
    """Chords from the tick of each symbol to the next."""
    stops = [tick for tick, _ in harmony[1:]] + [end]
    return tuple(
        Held(tick, stop, chord) for (tick, chord), stop in zip(harmony, stops, strict=True) if tick < stop
    )
