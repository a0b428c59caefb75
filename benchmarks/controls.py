"""What each control does: low, middle and high on held-out inputs, and that what was typed stays.

For each window the soprano and the chords are kept and the other lanes written, once for each
setting of each control, everything else and the seed alike. Prints the quantity that the control is
about, mean and 95 % interval over windows, and for how many windows everything typed was kept and
every chord contained:

density      notes a felt beat in each written lane
register     mean sounding MIDI pitch of the bass
syncopation  share of the notes of written lanes that start off the felt beat
surprise     share of sounding written cells outside the chord of their row
like         overlap (0 to 1) of onset places and melodic intervals with the busiest bass of the windows
like a file  the same with all voices of that window, out of a MIDI file that was written and read back

Ends with 1 if a control does not move its quantity from low to high, or something typed was lost.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from held_back import Window
from intervals import interval, shown
from measured_windows import Setting, add_source, setting

from tuicomposer.formats.midi_read import read_midi
from tuicomposer.formats.midi_write import write_midi
from tuicomposer.generator.canvas import sounding_pitches
from tuicomposer.generator.proposal import Sampled, Sampler, propose
from tuicomposer.generator.vocabulary import BASS, FIRST_PITCH, VOICES
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import Controls, Likeness, likeness, song_likeness
from tuicomposer.score.cells import Note
from tuicomposer.score.song import Song
from tuicomposer.training.as_song import typed_song

BASS_LANE = 4


class Control(NamedTuple):
    """One control: its settings from low to high, and what it is about."""

    name: str
    settings: tuple[tuple[str, Callable[[Likeness], Controls]], ...]
    measure: Callable[[Sampled, Window, Likeness], float]
    of_a_file: bool = False
    """Whether what is taken after comes from a file."""


def onsets(sampled: Sampled) -> np.ndarray:
    """(rows, 4) notes of the written lanes."""
    return (sampled.tokens >= FIRST_PITCH) & sampled.canvas.written


def density(sampled: Sampled, window: Window, like: Likeness) -> float:
    """Notes a felt beat in each written lane."""
    del window, like
    canvas = sampled.canvas
    beats = (canvas.clock[:, 1] >= 2).sum()
    return float(onsets(sampled).sum() / beats / canvas.written.any(axis=0).sum())


def bass_pitch(sampled: Sampled, window: Window, like: Likeness) -> float:
    """Mean sounding pitch of the bass."""
    del window, like
    heard = sounding_pitches(sampled.tokens)[:, BASS]
    return float(heard[heard >= 0].mean())


def off_beat(sampled: Sampled, window: Window, like: Likeness) -> float:
    """Share of notes that start off the felt beat."""
    del window, like
    found = onsets(sampled)
    return float(found[sampled.canvas.clock[:, 1] < 2].sum() / max(1, found.sum()))


def foreign(sampled: Sampled, window: Window, like: Likeness) -> float:
    """Share of sounding written cells outside the chord of their row."""
    del like
    heard = sounding_pitches(sampled.tokens)
    outside = [
        heard[row, voice] % 12 not in chord.pitch_classes
        for row, chord in enumerate(window.chords())
        for voice in range(VOICES)
        if sampled.canvas.written[row, voice] and heard[row, voice] >= 0
    ]
    return float(np.mean(outside))


def overlap(sampled: Sampled, window: Window, like: Likeness) -> float:
    """Mean of the overlaps of two histograms: places of onsets in the bar, and melodic intervals."""
    del window
    section = sampled.canvas.section
    bar = section.meter.bar_ticks
    theirs = [note for _, notes in like.lanes for note in notes]
    places: list[int] = []
    steps: list[int] = []
    heard = sounding_pitches(sampled.tokens)
    for voice in range(VOICES):
        rows = np.flatnonzero(onsets(sampled)[:, voice])
        places += [int(row) * section.row_ticks % bar * 16 // bar for row in rows]
        steps += np.diff(heard[rows, voice]).tolist()
    rhythm = _common(places, [note.tick * 16 // bar % 16 for note in theirs], 0, 15)
    melody = _common(steps, [note.interval for note in theirs if note.interval is not None], -12, 12)
    return (rhythm + melody) / 2


def _common(one: list[int], other: list[int], low: int, high: int) -> float:
    """Overlap of two histograms, each of sum 1."""
    shapes = [
        np.bincount(np.clip(values, low, high).astype(int) - low, minlength=high - low + 1)
        / max(1, len(values))
        for values in (one, other)
    ]
    return float(np.minimum(*shapes).sum())


def controls() -> tuple[Control, ...]:
    """The controls and their settings."""

    def fixed(**wishes: object) -> Callable[[Likeness], Controls]:
        return lambda _: Controls(**wishes)

    def alike(strength: float) -> Callable[[Likeness], Controls]:
        return lambda passage: Controls(like=replace(passage, strength=strength))

    strengths = tuple((f"strength {s:g}", alike(s)) for s in (0.0, 0.5, 1.0))
    return (
        Control("density", tuple((f"{d:g}", fixed(density=d)) for d in (0.6, 1.2, 2.4)), density),
        Control(
            "register",
            tuple((f"bass {s:+d}", fixed(register=((BASS_LANE, s),))) for s in (-8, 0, 8)),
            bass_pitch,
        ),
        Control("syncopation", tuple((f"{s:g}", fixed(syncopation=s)) for s in (0.1, 0.35, 0.6)), off_beat),
        Control("surprise", tuple((f"{s:g}", fixed(surprise=s)) for s in (0.0, 0.5, 1.0)), foreign),
        Control("like", strengths, overlap),
        Control("like a file", strengths, overlap, of_a_file=True),
    )


class Remembering:
    """A sampler that remembers what it drew."""

    def __init__(self, sampler: Sampler) -> None:
        self.sampler, self.drawn = sampler, list[Sampled]()

    def draw(self, *asked: Any) -> list[Sampled]:
        """See the protocol."""
        self.drawn = self.sampler.draw(*asked)
        return list(self.drawn)


def busiest_bass(found: Setting) -> Likeness:
    """The bass with most notes of the windows, as a passage to take after."""
    passage = likeness(_busiest(found).sections[0])
    return replace(passage, lanes=((-1, dict(passage.lanes)[BASS_LANE]),))


def midi_file(found: Setting) -> Likeness:
    """All voices of the window with that bass, written as a MIDI file and read back."""
    return song_likeness(read_midi(write_midi(_busiest(found))).song)


def _busiest(found: Setting) -> Song:
    songs = [typed_song(window.piece, all_voices=True) for window in found.windows]
    return max(songs, key=lambda song: sum(isinstance(x, Note) for x in song.sections[0].columns[BASS_LANE]))


def measure(found: Setting, control: Control) -> tuple[np.ndarray, int]:
    """(settings, windows) values, and how many proposals kept and contained everything."""
    values, whole = [], 0
    passage = midi_file(found) if control.of_a_file else busiest_bass(found)
    for _, wishes_of in control.settings:
        row = []
        for index, window in enumerate(found.windows):
            wishes = wishes_of(passage)
            sampler = Remembering(found.sampler)
            asked = found.request(window, index, wishes)
            made = propose(asked, sampler, "benchmark", lambda *_: None, CancelToken())
            row.append(control.measure(sampler.drawn[0], window, passage))
            whole += all(one.contains_melody and one.contains_chords for one in made.candidates)
        values.append(row)
    return np.array(values), whole


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_source(parser, 12)
    arguments = parser.parse_args()
    found = setting(arguments)
    print(f"{found.model.name}, style {found.style}, {len(found.windows)} windows; mean [95 % interval]")
    reached = True
    for control in controls():
        values, whole = measure(found, control)
        rng = np.random.default_rng(0)
        for (name, _), row in zip(control.settings, values, strict=True):
            print(f"{control.name:14}{name:16}{shown(interval(row, rng))}")
        gain = interval(values[-1] - values[0], rng)
        moves, asked = gain[1] > 0, values.size
        reached &= moves and whole == asked
        print(f"{'':14}{'high less low':16}{shown(gain)}   contained {whole} of {asked}", flush=True)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
