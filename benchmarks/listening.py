"""How the example songs of each style sound, through FluidSynth with the built-in soundfont.

Mean and 95 % interval over pieces, by style:
peak, RMS      dBFS of the mix as it is written
silent         share of the piece's tenths of a second below -60 dBFS; the longest such stretch, in seconds,
               where no rest of the melody was typed
out of range   share of generated notes outside the style's range of their voice (voice_leading.toml)
centroid       spectral centroid in Hz
drop           dB by which the last half beat before a typed rest or the end is softer than the beat before
phrase end     dB by which the first beat of a phrase's last note is softer than the phrase as a whole
rests          share of typed rests of the melody in which no generated lane strikes a note

Ends with 1 where a piece is silent, or for more than two seconds where no rest was typed, where it clips
(peak of 0 dBFS or more), or has notes outside the range of MIDI.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
from intervals import interval
from sound_levels import (
    STEP_SECONDS,
    Samples,
    dbfs,
    drop_before,
    longest_run,
    quiet_steps,
    rms,
    spectral_centroid,
)

from tuicomposer.formats.files import load_song
from tuicomposer.generator.canvas import voice_lanes
from tuicomposer.generator.rule_table import rules_of
from tuicomposer.playback.render import render_song
from tuicomposer.score.lane import Role
from tuicomposer.score.origin import is_given
from tuicomposer.score.phrases import phrase_starts
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan, note_spans
from tuicomposer.score.tempo_map import tempo_map
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.settings.values import Settings
from tuicomposer.wiring.sound import renderer_factory

SONGS = Path(__file__).parent.parent / "examples" / "styles"
MOST_SILENT_SECONDS = 2.0
COLUMNS = (
    "peak dBFS",
    "RMS dBFS",
    "silent",
    "longest, s",
    "out of range",
    "centroid Hz",
    "drop dB",
    "phrase end",
    "rests kept",
)


class Heard(NamedTuple):
    """What was measured of one piece; not a number where there is nothing to measure."""

    peak: float
    level: float
    silent: float
    longest_silence: float
    out_of_range: float
    centroid: float
    drop: float
    phrase_end: float
    rests_kept: float


def typed_rests(song: Song) -> list[tuple[int, int]]:
    """Start and end in ticks of the gaps of a typed melody, the one after its last note included."""
    notes = [span for span in _notes(song, typed=True) if song.lanes[span.lane].role is Role.MELODY]
    ends = [span.start for span in notes[1:]] + [song.ticks]
    return [(span.end, end) for span, end in zip(notes, ends, strict=False) if end > span.end]


def out_of_range(song: Song, style: str) -> float:
    """Share of generated notes outside their voice's range."""
    ranges = dict(zip(voice_lanes(song), rules_of(style).ranges, strict=True))
    outside = [
        not ranges[span.lane][0] <= span.pitch <= ranges[span.lane][1]
        for span in _notes(song, typed=False)
        if span.lane in ranges
    ]
    return float(np.mean(outside)) if outside else np.nan


def rests_kept(song: Song) -> float:
    """Share of typed rests in which the generated lanes rest or hold."""
    onsets = [span.start for span in _notes(song, typed=False)]
    kept = [not any(start <= onset < end for onset in onsets) for start, end in typed_rests(song)]
    return float(np.mean(kept)) if kept else np.nan


def drop(song: Song, samples: Samples, rate: int) -> float:
    """Mean drop in dB before typed rests and before the ends of passages."""
    clock = tempo_map(song)
    stops = {*(passage.start for passage in song.passages()), song.ticks} - {0}
    ends = {start for start, _ in typed_rests(song)} | stops
    return float(
        np.mean(
            [
                drop_before(samples, rate, clock.seconds_at(end), TICKS_PER_BEAT / _ticks_a_second(song, end))
                for end in ends
            ]
        )
    )


def phrase_end(song: Song, samples: Samples, rate: int) -> float:
    """Mean dB by which the beat with which a phrase of the melody closes is softer than the phrase."""
    clock, found = tempo_map(song), []
    for passage in song.passages():
        section = song.sections[passage.section]
        lane = next(index for index, lane in enumerate(song.lanes) if lane.role is Role.MELODY)
        notes = note_spans(section, lane, passage.start)
        starts = phrase_starts(notes, section.meter.bar_ticks)
        for first, after in pairwise([*starts, len(notes)]):
            last = notes[after - 1]
            ticks = (notes[first].start, last.end, last.start, min(last.end, last.start + TICKS_PER_BEAT))
            begin, end, struck, beat = (round(clock.seconds_at(tick) * rate) for tick in ticks)
            found.append(dbfs(rms(samples[begin:end])) - dbfs(rms(samples[struck:beat])))
    return float(np.mean(found))


def heard(song: Song, style: str, samples: Samples, rate: int) -> Heard:
    """The measures of one piece.

    Args:
        song: The piece.
        style: Whose ranges count.
        samples: (frames,) of its rendering, both sides together.
        rate: Frames a second.
    """
    inside = samples[: round(song.seconds * rate)]
    quiet = quiet_steps(inside, rate)
    typed = np.zeros(len(quiet), bool)
    clock = tempo_map(song)
    for start, end in typed_rests(song):
        first, last = (round(clock.seconds_at(tick) / STEP_SECONDS) for tick in (start, end))
        typed[first:last] = True
    return Heard(
        dbfs(float(np.abs(samples).max())),
        dbfs(rms(inside)),
        float(quiet.mean()),
        STEP_SECONDS * longest_run(quiet & ~typed),
        out_of_range(song, style),
        spectral_centroid(inside, rate),
        drop(song, inside, rate),
        phrase_end(song, inside, rate),
        rests_kept(song),
    )


def faults(song: Song, found: Heard) -> list[str]:
    """What is wrong with a piece, whatever its style."""
    wrong = {
        "is silent": found.silent == 1.0,
        "is silent where no rest was typed": found.longest_silence > MOST_SILENT_SECONDS,
        "clips": found.peak >= 0.0,
        "has notes that MIDI has not": any(
            not 0 <= span.pitch <= 127 for typed in (False, True) for span in _notes(song, typed=typed)
        ),
    }
    return [fault for fault, there in wrong.items() if there]


def _notes(song: Song, *, typed: bool) -> list[NoteSpan]:
    """The notes of the whole order that a person brought, or the others, by their starts."""
    found = []
    for passage in song.passages():
        section = song.sections[passage.section]
        for lane, column in enumerate(section.columns):
            spans = note_spans(section, lane, passage.start)
            found += [span for span in spans if is_given(column[span.row]) == typed]
    return sorted(found, key=lambda span: span.start)


def _ticks_a_second(song: Song, tick: int) -> float:
    return tempo_map(song).tempo_at(max(0, tick - 1)) * TICKS_PER_BEAT / 60


def shown(values: np.ndarray) -> str:
    """Mean and interval of the values that are numbers."""
    known = values[~np.isnan(values)]
    if not len(known):
        return "none typed"
    mean, low, high = interval(known, np.random.default_rng(0))
    digits = 0 if abs(mean) >= 100 else 3 if abs(mean) < 1 else 1
    return f"{mean:.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"


def rendered(song: Song, folder: Path) -> tuple[np.ndarray, int]:
    """(frames, 2) samples of a song as the program renders it, and frames a second."""
    path = folder / "song.wav"
    render_song(song, path, renderer_factory(Settings(), None))
    samples, rate = soundfile.read(path, always_2d=True)
    return samples, rate


def main() -> int:
    """Print the table; 1 if something is wrong with a piece."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--songs", type=int, help="songs of each style (all)")
    most = parser.parse_args().songs
    rows: dict[str, list[Heard]] = {}
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(SONGS.glob("*.tuic")):
            style = path.name.split("-", 1)[0]
            of_style = rows.setdefault(style, [])
            if most is not None and len(of_style) >= most:
                continue
            song = load_song(path).song
            samples, rate = rendered(song, Path(scratch))
            found = heard(song, style, samples.mean(axis=1), rate)
            of_style.append(found._replace(peak=dbfs(float(np.abs(samples).max()))))
            wrong += [f"{path.name} {fault}" for fault in faults(song, of_style[-1])]
    print(f"{'':16}" + "".join(f"{column:26}" for column in COLUMNS))
    for style, of_style in rows.items():
        cells = "".join(f"{shown(column):26}" for column in np.array(of_style).T)
        print(f"{f'{style} ({len(of_style)})':16}{cells}")
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
