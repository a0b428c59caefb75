"""The rendered set of the recognition benchmark: held-out pieces, players and soundfont.

The pieces are those of :mod:`chord_pieces`, the players those of :mod:`chord_arrangers`; neither
was heard in training, nor was the soundfont (MuseScore General, of Debian's package
musescore-general-soundfont). ``hard`` is the same music detuned by up to 40 cents, in a room,
clipped, under noise and through MP3, by effects that share no code with those of the training.
Everything follows from a seed.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import mido
import numpy as np
import soundfile
import soxr
from chord_pieces import Piece
from key_pieces import folk_tunes
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from tuicomposer.playback.events import VOLUME, Kind, SoundEvent
from tuicomposer.playback.fluid import fluid_renderer
from tuicomposer.playback.render import BLOCK
from tuicomposer.score.channels import DRUM_CHANNEL
from tuicomposer.score.ticks import TICKS_PER_BEAT

F32 = NDArray[np.float32]
Note = tuple[float, float, int, int]
"""Start and end in seconds, MIDI pitch, velocity."""
_TUNES: Final = ("Voice", "Cornet", "Vocals", "Sax", "Lead", "Melody")
"""Tracks in which players of :mod:`chord_arrangers` play the tune."""
SOUNDFONT: Final = Path("/usr/share/sounds/sf3/MuseScore_General.sf3")
RATE: Final = 44_100
_TAIL_SECONDS: Final = 1.0
_HANDS_SECONDS: Final = 0.03
"""By how much voices that begin together may be apart."""


class Programs(NamedTuple):
    """General MIDI programs, counted from 0, by what they play; drawn by chance."""

    melody: tuple[int, ...]
    chords: tuple[int, ...]
    bass: tuple[int, ...]
    choir: tuple[int, ...]
    """For all that is written in one track."""


_MELODY: Final = (0, 4, 11, 22, 24, 40, 52, 56, 64, 65, 68, 71, 73, 75, 80)
_CHORDS: Final = (0, 0, 4, 5, 16, 19, 21, 24, 25, 27, 48, 50, 61, 88, 89)
_BASS: Final = (32, 33, 34, 36, 38, 43, 58)
_CHOIR: Final = (0, 19, 48, 52, 6, 60, 73)
PROGRAMS: Final = Programs(_MELODY, _CHORDS, _BASS, _CHOIR)
Effect = Callable[[F32, np.random.Generator], F32]
"""Samples at RATE and a source of choices to samples."""


class Sound(Protocol):
    """What a method is given to hear."""

    @property
    def samples(self) -> F32:
        """Mono at RATE."""
        ...


@dataclass(frozen=True)
class Rendering:
    """A piece as sound, with what sounds in it; times in seconds."""

    piece: Piece
    samples: F32
    """Mono at RATE."""
    notes: NDArray[np.float64]
    """(notes, 4): start, end, MIDI pitch, velocity; drums left out."""
    melody: NDArray[np.float64]
    """The same for the tune; empty where there is none."""
    beats: NDArray[np.float64]
    speed: float
    """By how much it runs faster, and thus higher, than it was written."""
    key: str
    """As mir_eval writes it, where the piece states one; else empty."""

    @property
    def seconds_per_tick(self) -> float:
        """For the chart's ticks."""
        return 60 / self.piece.tempo / TICKS_PER_BEAT / self.speed

    @property
    def tempo(self) -> float:
        """Beats a minute."""
        return self.piece.tempo * self.speed * TICKS_PER_BEAT / _beat_ticks(self.piece)


def rendering(
    piece: Piece,
    *,
    hard: bool,
    keys: Mapping[str, str],
    soundfont: Path = SOUNDFONT,
    programs: Programs = PROGRAMS,
    effect: Effect | None = None,
) -> Rendering:
    """A piece through the synthesizer.

    Args:
        piece: The piece.
        hard: Whether the recording is a bad one.
        keys: Keys by the names of pieces.
        soundfont: Path of the soundfont.
        programs: What its parts are played with.
        effect: What is done to the sound at last; the notes stay where they are.
    """
    rng = np.random.default_rng(zlib.crc32(f"{piece.name} {piece.player}".encode()))
    tracks = _tracks(piece)
    dry = _played(tracks, _programs(piece, tracks, programs, rng), soundfont, rng)
    speed = 2 ** (float(rng.uniform(-40, 40)) / 1200) if hard else 1.0
    samples = _degraded(_resampled(dry, speed), rng) if hard else dry
    if effect is not None:
        samples = effect(samples, rng)
    second = 60 / piece.tempo / TICKS_PER_BEAT / speed
    notes = _array(note for name, track in tracks.items() if name != "Drums" for note in track)
    melody = _array(_tune(piece, tracks))
    notes[:, :2] /= speed
    melody[:, :2] /= speed
    beat = _beat_ticks(piece)
    # An upbeat of less than a beat comes before the first of them.
    beats = np.arange(piece.chart.bars[1] % beat, piece.chart.ticks, beat) * second
    return Rendering(piece, samples, notes, melody, beats, speed, _key(piece, keys))


def stated_keys(count: int) -> dict[str, str]:
    """Keys as mir_eval writes them, by the names of the fiddle tunes, whose files state them."""
    return {piece.name: f"{piece.key.tonic} {piece.key.mode}" for piece in folk_tunes(test=True, limit=count)}


def _key(piece: Piece, stated: Mapping[str, str]) -> str:
    """The key, where somebody states it: in its name for invented pieces."""
    return f"{piece.name.split()[2]} major" if piece.kind == "pop" else stated.get(piece.name, "")


def _beat_ticks(piece: Piece) -> int:
    """A quarter, or a dotted one in compound metres: cut time is counted in quarters."""
    pulse = piece.chart.meter.pulse_ticks
    return pulse if pulse % TICKS_PER_BEAT else TICKS_PER_BEAT


def _array(notes: Iterable[Note]) -> NDArray[np.float64]:
    return np.array(list(notes), float).reshape(-1, 4)


def _tune(piece: Piece, tracks: dict[str, list[Note]]) -> list[Note]:
    """The tune as it was played; the highest voice of a choir; nothing where no player has it."""
    for name in _TUNES:
        if name in tracks:
            return tracks[name]
    return _highest_voice(tracks["Score"]) if piece.kind == "chorales" else []


def _highest_voice(notes: list[Note]) -> list[Note]:
    """The notes above which nothing sounds: not what begins below while the highest voice holds a note."""
    starts, ends, pitches = (np.array([note[field] for note in notes]) for field in range(3))
    found = []
    for note in sorted(notes):
        begun = (starts <= note[0] + _HANDS_SECONDS) & (ends > note[0] + 2 * _HANDS_SECONDS)
        if not (begun & (pitches > note[2])).any():
            found.append(note)
    return found


def _tracks(piece: Piece) -> dict[str, list[Note]]:
    """Start, end, pitch and velocity of the notes, by the name of their track."""
    second = 60 / piece.tempo / TICKS_PER_BEAT
    found: dict[str, list[Note]] = {}
    for track in mido.MidiFile(file=io.BytesIO(piece.midi)).tracks:
        now, sounding, notes = 0, {}, []
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                sounding.setdefault(message.note, []).append((now, message.velocity))
            elif message.type in {"note_on", "note_off"} and sounding.get(message.note):
                start, velocity = sounding[message.note].pop(0)
                notes.append((start * second, now * second, message.note, velocity))
        if notes:
            found[track.name] = notes
    return found


def _programs(
    piece: Piece, tracks: dict[str, list[Note]], programs: Programs, rng: np.random.Generator
) -> dict[str, int]:
    """A General MIDI program for each track, by what it plays."""
    tune = {note.pitch for note in piece.chart.melody}
    height = {name: np.mean([note[2] for note in notes]) for name, notes in tracks.items() if name != "Drums"}
    lowest = min(height, key=lambda name: height[name])
    chosen = {}
    for name, notes in tracks.items():
        own = {note[2] for note in notes}
        if name == "Drums":
            chosen[name] = 0
        elif len(tracks) == 1:
            chosen[name] = int(rng.choice(programs.choir))
        elif tune and own <= tune:
            chosen[name] = int(rng.choice(programs.melody))
        else:
            chosen[name] = int(
                rng.choice(programs.bass if name == lowest and height[name] < 50 else programs.chords)
            )
    return chosen


def _played(
    tracks: dict[str, list[Note]], programs: dict[str, int], soundfont: Path, rng: np.random.Generator
) -> F32:
    renderer = fluid_renderer(soundfont)
    events = []
    for channel, (name, notes) in enumerate(tracks.items()):
        port = DRUM_CHANNEL if name == "Drums" else channel
        events.append((-1.0, SoundEvent(0, Kind.PROGRAM, port, programs[name])))
        events.append((-1.0, SoundEvent(0, Kind.CONTROL, port, VOLUME, int(rng.integers(75, 115)))))
        for start, end, pitch, velocity in notes:
            events.append((start, SoundEvent(0, Kind.NOTE_ON, port, pitch, velocity)))
            events.append((end, SoundEvent(0, Kind.NOTE_OFF, port, pitch)))
    seconds = max(at for at, _ in events) + _TAIL_SECONDS
    out, now = np.zeros(int(seconds * RATE), np.float32), 0
    for at, event in sorted(events, key=lambda one: (one[0], one[1].kind)):
        target = max(0, int(at * RATE) // BLOCK * BLOCK)
        if target > now:
            out[now:target] = renderer.render(target - now).mean(axis=1)
            now = target
        renderer.send(event)
    out[now:] = renderer.render(len(out) - now).mean(axis=1)
    renderer.close()
    return out / max(1e-6, float(np.abs(out).max())) * 0.7


def _resampled(samples: F32, speed: float) -> F32:
    result: F32 = soxr.resample(samples, RATE, RATE / speed, "HQ").astype(np.float32)
    return result


def _degraded(samples: F32, rng: np.random.Generator) -> F32:
    """A room of a few dozen echoes, a low-pass, hard clipping, noise and a lossy file."""
    answer = np.zeros(int(0.8 * RATE))
    answer[0] = 1
    for at in rng.integers(300, len(answer), 400):
        answer[at] += rng.normal(0, 0.22) * 10 ** (-2.2 * at / len(answer))
    wet = fftconvolve(samples, answer)[: len(samples)]
    wet = sosfilt(butter(2, float(rng.uniform(4000, 10000)), fs=RATE, output="sos"), wet)
    wet = np.clip(wet / np.abs(wet).max() * float(rng.uniform(1.0, 2.5)), -0.8, 0.8)
    wet = wet + rng.normal(0, float(np.sqrt(np.mean(wet**2))) * 10 ** (-rng.uniform(18, 32) / 20), len(wet))
    buffer = io.BytesIO()
    soundfile.write(
        buffer, np.clip(wet, -1, 1), RATE, format="MP3",
        bitrate_mode="CONSTANT", compression_level=float(rng.choice([0.75, 0.9])),
    )  # fmt: skip
    buffer.seek(0)
    back = soundfile.read(buffer, dtype="float32")[0]
    result: F32 = np.pad(back, (0, max(0, len(wet) - len(back))))[: len(wet)]
    return result
