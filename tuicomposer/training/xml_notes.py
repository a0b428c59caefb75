"""Notes, chord symbols and metres of a compressed MusicXML score, read in one pass.

music21 needs minutes for these collections; what training wants of them is small. Grace and cue
notes, repeats and everything on the page are left out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as Xml

_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes beyond which a score is not read."""


@dataclass(frozen=True, slots=True)
class XmlNote:
    """A note with ties joined; times in quarter notes from the beginning."""

    start: Fraction
    stop: Fraction
    pitch: int
    staff: int


@dataclass(frozen=True, slots=True)
class XmlChord:
    """A chord symbol: where, root and bass as pitch classes, MusicXML's name of its kind."""

    start: Fraction
    root: int
    kind: str
    bass: int


@dataclass(slots=True)
class XmlPart:
    """One part of a score."""

    notes: list[XmlNote] = field(default_factory=list)
    chords: list[XmlChord] = field(default_factory=list)
    bars: list[tuple[Fraction, Fraction, int, int]] = field(default_factory=list)
    """Start, stop and metre (beats, beat type) of every bar."""
    staves: int = 1
    sung: bool = False


class _PartReader:
    def __init__(self) -> None:
        self.part = XmlPart()
        self.now = Fraction(0)
        self.last = Fraction(0)
        self.divisions = 1
        self.meter = (4, 4)
        self.tied: dict[tuple[int, int], XmlNote] = {}

    def read(self, element: Xml.Element) -> XmlPart:
        for measure in element.findall("measure"):
            self._measure(measure)
        self.part.notes.extend(self.tied.values())
        self.part.notes.sort(key=lambda note: (note.start, note.pitch))
        return self.part

    def _measure(self, measure: Xml.Element) -> None:
        start = farthest = self.now
        for item in measure:
            if item.tag == "attributes":
                self._attributes(item)
            elif item.tag == "harmony":
                self._harmony(item)
            elif item.tag == "note":
                self._note(item)
            elif item.tag in {"backup", "forward"}:
                move = self._duration(item)
                self.now += -move if item.tag == "backup" else move
            farthest = max(farthest, self.now)
        self.now = farthest
        if farthest > start:
            self.part.bars.append((start, farthest, *self.meter))

    def _attributes(self, item: Xml.Element) -> None:
        self.divisions = int(item.findtext("divisions") or self.divisions)
        self.part.staves = max(self.part.staves, int(item.findtext("staves") or 1))
        beats, kind = item.findtext("time/beats"), item.findtext("time/beat-type")
        if beats and kind:
            self.meter = (sum(int(part) for part in beats.split("+")), int(kind))

    def _duration(self, item: Xml.Element) -> Fraction:
        return Fraction(item.findtext("duration") or 0) / self.divisions

    def _harmony(self, item: Xml.Element) -> None:
        root = _pitch_class(item, "root")
        if root is None:
            return
        offset = Fraction(item.findtext("offset") or 0) / self.divisions
        bass = _pitch_class(item, "bass")
        chord = XmlChord(
            self.now + offset, root, (item.findtext("kind") or "").strip(), root if bass is None else bass
        )
        self.part.chords.append(chord)

    def _note(self, item: Xml.Element) -> None:
        if item.find("grace") is not None or item.find("cue") is not None:
            return
        length = self._duration(item)
        start = self.last if item.find("chord") is not None else self.now
        if item.find("chord") is None:
            self.last, self.now = self.now, self.now + length
        self.part.sung |= item.find("lyric") is not None
        pitch = item.find("pitch")
        if pitch is not None and length > 0:
            self._sound(item, _midi(pitch), start, start + length)

    def _sound(self, item: Xml.Element, pitch: int, start: Fraction, stop: Fraction) -> None:
        staff = int(item.findtext("staff") or 1)
        ties = {tie.get("type") for tie in item.findall("tie")}
        held = self.tied.pop((staff, pitch), None)
        if held is not None and held.stop == start and "stop" in ties:
            start = held.start
        elif held is not None:
            self.part.notes.append(held)
        note = XmlNote(start, stop, pitch, staff)
        if "start" in ties:
            self.tied[staff, pitch] = note
        else:
            self.part.notes.append(note)


def _pitch_class(item: Xml.Element, which: str) -> int | None:
    step = item.findtext(f"{which}/{which}-step")
    if step not in _STEPS:
        return None
    return (_STEPS[step] + round(float(item.findtext(f"{which}/{which}-alter") or 0))) % 12


def _midi(pitch: Xml.Element) -> int:
    alter = round(float(pitch.findtext("alter") or 0))
    octave = int(pitch.findtext("octave") or 4)
    return 12 * (octave + 1) + _STEPS[pitch.findtext("step") or "C"] + alter


def read_parts(path: Path) -> list[XmlPart]:
    """Parts of an ``.mxl`` file in score order.

    Raises:
        ValueError: The file is no MusicXML, or larger than 64 MiB unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [
                info
                for info in archive.infolist()
                if not info.filename.startswith("META-INF") and info.filename.endswith(("xml", "musicxml"))
            ]
            if not infos or infos[0].file_size > _LARGEST:
                raise ValueError("no score in it, or one that is too large")
            root = Xml.fromstring(archive.read(infos[0]))  # noqa: S314 - expat refuses entity bombs; training only
    except (OSError, zipfile.BadZipFile, Xml.ParseError) as error:
        raise ValueError(str(error)) from error
    return [_PartReader().read(part) for part in root.findall("part")]


Span = tuple[Fraction, Fraction, int, int, Fraction]
"""Start, stop, beats, beat type and pickup of a run of bars in one metre."""


def steady_spans(part: XmlPart, least_bars: int = 8) -> Iterator[Span]:
    """The runs of at least so many bars in one metre; a short first bar is the pickup."""
    index = 0
    while index < len(part.bars):
        start, _, beats, kind = part.bars[index]
        full = Fraction(4 * beats, kind)
        first = part.bars[index][1] - start
        pickup = first if first < full else Fraction(0)
        end = index + 1
        while end < len(part.bars) and part.bars[end][2:] == (beats, kind):
            if part.bars[end][1] - part.bars[end][0] != full:
                break
            end += 1
        if end - index >= least_bars:
            yield start, part.bars[end - 1][1], beats, kind, pickup
        index = end
