"""Listens to recordings: the trained network, and what its answers are taken to mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuicomposer.analyzer.audio.beats import Beats, track
from tuicomposer.analyzer.audio.checkpoint import load_hearing
from tuicomposer.analyzer.audio.harmony import FoundChord, Steps, found_chords
from tuicomposer.analyzer.audio.network import Network
from tuicomposer.analyzer.audio.notes import FoundNote, found_notes, melody_of
from tuicomposer.analyzer.audio.spectrum import CHORD_STRIDE, FRAME_RATE, LOWEST, SAMPLE_RATE
from tuicomposer.analyzer.audio.stream import Heard, hear
from tuicomposer.analyzer.checkpoint import model_of
from tuicomposer.analyzer.choose import MODEL as NOTES_MODEL
from tuicomposer.analyzer.keys import key_guesses
from tuicomposer.analyzer.network import NumpyChordNetwork
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import HeardChord, HeardNote, HeardSound, Samples
from tuicomposer.jobs.messages import KeyGuess
from tuicomposer.models.manifest import read_verified
from tuicomposer.models.trusted import TRUSTED
from tuicomposer.score.spans import ChordSpan, NoteSpan
from tuicomposer.score.ticks import TICKS_PER_BEAT

_NETWORK: Final = 0.95
"""Share of the work after the last block that is the network's, in a short recording."""


class AudioListener:
    """Implements :class:`tuicomposer.jobs.hearing.SoundListener`.

    Args:
        network: The trained network.
        reader: The chord network for notes, as a second witness of the chords.
    """

    def __init__(self, network: Network, reader: NumpyChordNetwork | None = None) -> None:
        self._network, self._reader = network, reader

    @property
    def sample_rate(self) -> int:
        """Samples a second that it wants."""
        return SAMPLE_RATE

    def listen(
        self,
        blocks: Iterable[Samples],
        token: CancelToken,
        progress: Callable[[float], None] = lambda _: None,
    ) -> HeardSound:
        """See the protocol."""
        heard = hear(self._network, blocks, token)
        # How long the recording is, only its reader knows; of this work, the network's is nearly all.
        progress(_NETWORK)
        return understood(
            heard, token, self._reader, lambda share: progress(_NETWORK + (1 - _NETWORK) * share)
        )


def open_listener(folder: Path, trusted: Iterable[str] = TRUSTED) -> AudioListener:
    """The listener whose network lies in a folder; beside it lies that of the chord network for notes.

    Raises:
        ModelError: A folder does not verify, or does not fit this program.
    """
    network = load_hearing(folder, trusted)
    return AudioListener(network, model_of(read_verified(folder.parent / NOTES_MODEL, trusted)).chords)


def understood(
    heard: Heard,
    token: CancelToken,
    reader: NumpyChordNetwork | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> HeardSound:
    """Notes, melody, chords, key and beats of what the network says.

    Args:
        heard: What the network says.
        token: Asked between the parts, and within the longest of them.
        reader: The chord network for notes.
        progress: Told which share of this work is done, 0 to 1.

    Raises:
        Cancelled: The token was cancelled.
    """
    onset, frame, melody = (each.astype(np.float32) for each in (heard.onset, heard.frame, heard.melody))
    notes = [
        _within(note, heard.seconds)
        for note in found_notes(onset, frame, melody)
        if note.start < heard.seconds
    ]
    token.check()
    progress(0.1)
    # Where nothing sounds there are no beats, and where no note is heard no key: the rest is prejudice.
    activity = heard.beat if heard.loudness.any() else heard.beat[:0]
    loudest = onset.max(axis=1, initial=0.0)
    beats = track(activity, loudest, token.check, changes=_changes(heard, len(onset)))
    progress(0.6)
    tune = melody_of(notes)
    steps = Steps(heard.chords, heard.bass, heard.begins)
    chords = list(found_chords(steps, beats.times, heard.seconds, notes, reader))
    token.check()
    progress(0.95)
    keys = _keys(notes, chords, beats) if notes else ()
    key = keys[0].key if keys else None
    return HeardSound(
        seconds=heard.seconds,
        tuning_cents=heard.cents,
        tempo_bpm=beats.tempo,
        beats=beats.times,
        downbeat=beats.downbeat,
        beats_per_bar=beats.per_bar,
        keys=keys,
        chords=tuple(HeardChord(one.start, one.end, one.chord(key), one.confidence) for one in chords),
        melody=tuple(_heard(note, heard, note.tune) for note in tune),
        notes=tuple(_heard(note, heard, note.onset) for note in notes),
        compound=beats.compound,
    )


def _changes(heard: Heard, frames: int) -> NDArray[np.float32]:
    """(frames,) probability that a chord begins."""
    steps = np.exp(-np.logaddexp(0.0, -heard.begins.astype(np.float64)))
    held = np.repeat(steps, CHORD_STRIDE)[:frames].astype(np.float32)
    return np.pad(held, (0, frames - len(held)))


def _within(note: FoundNote, seconds: float) -> FoundNote:
    return note._replace(start=max(0.0, note.start), end=min(note.end, seconds))


def _heard(note: FoundNote, heard: Heard, confidence: float) -> HeardNote:
    frame = min(len(heard.loudness) - 1, round(note.start * FRAME_RATE) + 1)
    level = float(heard.loudness[frame, note.pitch - LOWEST]) / 255
    velocity = int(np.clip(round(20 + 100 * level**1.5), 1, 127))
    return HeardNote(note.start, note.end, note.pitch, velocity, confidence)


def _keys(notes: Sequence[FoundNote], chords: Sequence[FoundChord], beats: Beats) -> tuple[KeyGuess, ...]:
    """The key by the same evidence as for notes on a grid; only proportions of time count there."""
    ticks = TICKS_PER_BEAT * beats.tempo / 60
    spans = [
        NoteSpan(
            0,
            0,
            round(note.start * ticks),
            max(round(note.start * ticks) + 1, round(note.end * ticks)),
            note.pitch,
            80,
        )
        for note in notes
    ]
    held = [ChordSpan(0, 0, round(one.start * ticks), round(one.end * ticks), one.chord()) for one in chords]
    return key_guesses(spans, held)
