"""The fiddle and fife tunes of music21's corpus, read through abc2midi and mido."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import mido
import numpy as np

from tuicomposer.training.grids import empty_steps, fill_lane, highest_line, steps_per_beat
from tuicomposer.training.hymns import METER, pickup_steps
from tuicomposer.training.lieder import split_of
from tuicomposer.training.pieces import STEPS_PER_BEAT, Piece
from tuicomposer.training.xml_notes import XmlNote

BOOKS: Final = ("airdsAirs", "oneills1850", "ryansMammoth")
_LEAST_BARS: Final = 8


def read_folk(every: int = 3) -> Iterator[Piece]:
    """Read each third tune of three printed books; needs the program ``abc2midi``."""
    found = find_spec("music21")
    if found is None or found.origin is None:
        return
    for book in BOOKS:
        tunes = [
            tune
            for path in sorted((Path(found.origin).parent / "corpus" / book).glob("*.abc"))
            for tune in _tunes(path.read_text(encoding="latin-1"))
        ]
        for tune in tunes[::every]:
            piece = _piece(book, tune)
            if piece is not None:
                yield piece


def _tunes(text: str) -> list[str]:
    return [f"X:{tune.strip()}\n" for tune in re.split(r"^X:", text, flags=re.MULTILINE)[1:]]


def _piece(book: str, tune: str) -> Piece | None:
    title = re.search(r"^T:(.*)$", tune, re.MULTILINE)
    meter = METER.search(tune)
    if title is None or meter is None or len(METER.findall(tune)) > 1:
        return None
    notes = _notes(tune)
    grid = steps_per_beat([note.start for note in notes]) if notes else None
    if grid is None:
        return None
    beats, kind = (int(meter[1]), int(meter[2])) if meter[1] else (4, 4)
    bar = 4 * beats * grid // kind
    length = round(max(note.stop for note in notes) * grid)
    if (4 * beats * grid) % kind or length < _LEAST_BARS * bar:
        return None
    steps = empty_steps(length)
    fill_lane(steps, 0, notes, Fraction(0), grid)
    compound = kind == 8 and beats % 3 == 0 and beats > 3
    name = title[1].strip()
    pickup = pickup_steps(tune, 4 * beats * STEPS_PER_BEAT // kind) * grid // STEPS_PER_BEAT
    return Piece(
        f"{book} {name}",
        "folk",
        split_of(name),
        bar_steps=bar,
        pulse_steps=3 * grid // 2 if compound else grid,
        pickup=pickup % bar,
        pitch=steps[0],
        onset=steps[1],
        steps_per_beat=grid,
        chords=np.full((length, 2), -1, np.int16),
    )


def _notes(tune: str) -> list[XmlNote]:
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch, "tune.abc"), Path(scratch, "tune.mid")
        source.write_text(tune, encoding="latin-1")
        command = ["abc2midi", str(source), "-o", str(target), "-NGUI", "-NGRA"]
        subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
        if not target.exists():
            return []
        midi = mido.MidiFile(target, clip=True)
    notes: list[XmlNote] = []
    for track in midi.tracks:
        now, sounding = 0, {}
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                sounding[message.note] = now
            elif message.type in {"note_on", "note_off"} and message.note in sounding:
                ends = (sounding.pop(message.note), now)
                start, stop = (_snapped(Fraction(end, midi.ticks_per_beat)) for end in ends)
                notes.append(XmlNote(start, stop, message.note, 1))
    return highest_line(notes)


def _snapped(time: Fraction) -> Fraction:
    """abc2midi starts notes a tick late; a 24th of a beat holds every grid there is."""
    return Fraction(round(time * 24), 24)
