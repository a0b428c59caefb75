"""Recordings that others made, with what their packages say of them.

==============  ================================================================================
scale           ``audioSearch/test_audio.wav`` of music21 (BSD licence): a scale, broken chords and a
                few notes more, one at a time; its documentation names the pitches in their order
guitar          electric guitar among the samples of Sonic Pi, Debian's package sonic-pi-samples (CC0);
                their names say what is played
single notes    synthesisers among the same samples, one note each, which the name says
game music      the soundtrack of Planet Blupi as it was recorded for the game of 1997, Debian's
                packages planetblupi-music-ogg and planetblupi-music-midi (GPL 3 or later): a synthesiser
                that is not ours, with the notes it played; the first minute and a half of each piece
==============  ================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import mido
import music21
import numpy as np
import soundfile
import soxr
from hearing_set import F32, RATE
from numpy.typing import NDArray
from scipy.signal import stft

F64 = NDArray[np.float64]
_SECONDS: Final = 90.0
"""So much of a long recording is heard."""
_SCALE: Final = (60, 62, 64, 65, 67, 69, 71, 72, 60, 64, 67, 72, 69, 65, 62, 61, 63, 66)
"""MIDI pitches of music21's recording, as its scoreFollower's documentation has them."""
_GUITAR: Final = {"guit_em9": ("E:min9", 0.0), "guit_e_fifths": ("E:5", 0.0)}
_SINGLE: Final = {
    "bass_drop_c": ("C:1", 0.0), "bass_hard_c": ("C:1", 0.0), "bass_hit_c": ("C:1", 0.0),
    "bass_thick_c": ("C:1", 0.0), "bass_trance_c": ("C:1", 0.0), "bass_voxy_c": ("C:1", 0.0),
    "bass_voxy_hit_c": ("C:1", 0.0), "bass_woodsy_c": ("C:1", 0.0), "bass_dnb_f": ("F:1", 0.0),
    "glitch_bass_g": ("G:1", 0.0), "loop_drone_g_97": ("G:1", 97.0),
}  # fmt: skip
"""Chord as Harte writes it, C:1 being C alone, and beats a minute or 0, by the names of files."""
_WINDOW, _HOP = 1024, 220
"""Samples of the spectra in which onsets are looked for: 23 ms, 5 ms apart."""
_FARTHEST: Final = 0.15
"""Seconds by which a recording may begin before or after its MIDI file."""


@dataclass(frozen=True)
class Take:
    """A recording, with what is known of it; times in seconds."""

    kind: str
    name: str
    samples: F32
    """Mono at RATE."""
    chord: str = ""
    """The chord throughout, as Harte writes it; empty if that is not known."""
    order: tuple[int, ...] = ()
    """MIDI pitches one after the other, where their times are not known."""
    notes: F64 | None = None
    """(notes, 3): start, end, MIDI pitch; drums left out."""
    beats: F64 | None = None
    tempo: float = 0.0
    """Beats a minute; 0 if that is not known."""


def scale() -> Take:
    """music21's recording."""
    path = Path(music21.__file__).parent / "audioSearch" / "test_audio.wav"
    return Take("scale", path.name, _read(path), order=_SCALE)


def samples(folder: Path) -> Iterator[Take]:
    """Sonic Pi's samples whose names say what sounds in them.

    Args:
        folder: Of the flac files; what is not there is left out.
    """
    for kind, known in (("guitar", _GUITAR), ("single notes", _SINGLE)):
        for name, (chord, tempo) in known.items():
            path = folder / f"{name}.flac"
            if path.is_file():
                yield Take(kind, name, _read(path), chord=chord, tempo=tempo)


def game_music(recordings: Path, scores: Path) -> Iterator[Take]:
    """The pieces of a folder of ogg files, with the notes of the mid files of the same names in another."""
    for path in sorted(recordings.glob("*.ogg")):
        sound = _read(path)
        notes, tempo = played(mido.MidiFile(scores / f"{path.stem}.mid"))
        notes = notes[notes[:, 0] < _SECONDS]
        late = lateness(sound, notes[:, 0])
        notes[:, :2] += late
        beats = late + np.arange(0, _SECONDS, 60 / tempo)
        yield Take(
            "game music",
            path.stem,
            sound,
            notes=notes[notes[:, 0] >= 0],
            beats=beats[beats >= 0],
            tempo=tempo,
        )


def played(file: mido.MidiFile) -> tuple[F64, float]:
    """Notes as in :class:`Take`, drums left out, and the first tempo in beats a minute."""
    now, tempo, found = 0.0, 0.0, []
    sounding: dict[tuple[int, int], list[float]] = {}
    for message in file:
        now += message.time
        if message.type == "set_tempo":
            tempo = tempo or mido.tempo2bpm(message.tempo)
        if message.type not in {"note_on", "note_off"} or message.channel == 9:
            continue
        begun = sounding.setdefault((message.channel, message.note), [])
        if message.type == "note_on" and message.velocity:
            begun.append(now)
        elif begun:
            found.append((begun.pop(0), now, message.note))
    return np.array(sorted(found), float).reshape(-1, 3), tempo or 120.0


def lateness(sound: F32, onsets: F64) -> float:
    """By how many seconds a recording is late against its onsets: where what grows louder fits them best.

    Args:
        sound: Mono at RATE.
        onsets: Seconds at which its notes begin if it is not late.
    """
    spectra = stft(sound, RATE, nperseg=_WINDOW, noverlap=_WINDOW - _HOP)[2]
    levels = np.log1p(100 * np.abs(spectra) / max(1e-9, float(np.abs(spectra).max())))
    growing = np.maximum(np.diff(levels, axis=1, prepend=levels[:, :1]), 0).sum(axis=0)
    times = np.arange(len(growing)) * _HOP / RATE
    tried = np.arange(-_FARTHEST, _FARTHEST, 0.005)
    fits = [float(np.interp(onsets + late, times, growing).mean()) for late in tried]
    return float(tried[int(np.argmax(fits))])


def _read(path: Path) -> F32:
    with soundfile.SoundFile(path) as file:
        found = file.read(int(_SECONDS * file.samplerate), dtype="float32", always_2d=True).mean(axis=1)
        result: F32 = soxr.resample(found, file.samplerate, RATE, "HQ").astype(np.float32)
    return result
