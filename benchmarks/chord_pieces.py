"""The held-out pieces of the chord benchmark, as MIDI files with the chords that sound in them.

==============  ================================================================================
pop             progressions of this module, with and without sevenths, and its own tunes
folk            fiddle tunes of music21's corpus (Ryan's Mammoth Collection) with the chords that
                this module finds for them; played, so the labels are what is played
chorales        the 20 Bach chorales whose analyses by hand ship with music21
lead sheets     OpenEWLD, tunes and chord symbols, where the folder is given
billboard       chords of McGill Billboard, where the folder is given
lieder          OpenScore Lieder as written, labels by AugmentedNet, where the folder is given
without bass    other pieces of pop, folk, lead sheets and billboard by the players of
                :mod:`sparse_players`: a set of its own
==============  ================================================================================

Lead sheets, songs and Lieder are those that :func:`tuicomposer.training.chords.charts.split_of`
holds out by name; no training has seen the other kinds at all. Players are those of
:mod:`chord_arrangers`. Everything follows from a seed.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import mido
import numpy as np
from chord_arrangers import PLAYERS, Played, Player, Track, human
from music21 import corpus
from sparse_players import SPARSE_PLAYERS

from tuicomposer.score.chord import Chord
from tuicomposer.score.meter import Meter
from tuicomposer.score.pitch import SHARP_NAMES
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.billboard import read_billboard
from tuicomposer.training.chords.charts import Chart, Held, Sung, excerpt, joined, split_of
from tuicomposer.training.chords.leadsheets import read_leadsheets
from tuicomposer.training.chords.lieder import best_fit, read_lieder
from tuicomposer.training.chords.roman_text import read_roman
from tuicomposer.training.chords.score_xml import read_score

BARS: Final = 24
_JITTERS: Final = (0.0, 8.0, 16.0)


@dataclass(frozen=True)
class Piece:
    """A MIDI file and what sounds in it."""

    kind: str
    name: str
    player: str
    midi: bytes
    tempo: float
    chart: Chart


def pieces(
    count: int, seed: int, *, leadsheets: Path | None, billboard: Path | None, lieder: Path | None
) -> Iterator[Piece]:
    """Some pieces of each kind that can be had."""
    rng = np.random.default_rng(seed)
    yield from _all_played("pop", (pop_chart(rng) for _ in range(count)), rng)
    yield from _all_played("folk", folk_charts(count), rng)
    for chart in list(chorale_charts()):
        yield as_written("chorales", chart, rng)
    if leadsheets is not None:
        yield from _all_played("lead sheets", _some(read_leadsheets(leadsheets), count, rng), rng)
    if billboard is not None:
        charts = (
            replace(chart, melody=tune(chart, rng)) for chart in _some(read_billboard(billboard), count, rng)
        )
        yield from _all_played("billboard", charts, rng)
    if lieder is not None:
        for chart in _some(read_lieder(lieder, held_out=True), count, rng):
            yield as_written("lieder", chart, rng)


def sparse_pieces(
    count: int, seed: int, *, leadsheets: Path | None, billboard: Path | None
) -> Iterator[Piece]:
    """As :func:`pieces`, by players without a bass; those of the other set stay as they are."""
    rng = np.random.default_rng([seed, 1])
    charts = [pop_chart(rng) for _ in range(count)] + list(folk_charts(count))
    if leadsheets is not None:
        charts += _some(read_leadsheets(leadsheets), count, rng)
    if billboard is not None:
        songs = _some(read_billboard(billboard), count, rng)
        charts += [replace(chart, melody=tune(chart, rng)) for chart in songs]
    yield from _all_played("without bass", charts, rng, SPARSE_PLAYERS)


def _some(charts: Iterable[Chart], count: int, rng: np.random.Generator) -> list[Chart]:
    """Excerpts of some held-out charts."""
    kept = [chart for chart in charts if split_of(chart.name) == "test" and len(chart.bars) > 8]
    chosen = rng.permutation(len(kept))[:count]
    return [
        excerpt(kept[index], int(rng.integers(max(1, len(kept[index].bars) - BARS))), BARS)
        for index in chosen
    ]


def _all_played(
    kind: str, charts: Iterable[Chart], rng: np.random.Generator, players: Mapping[str, Player] = PLAYERS
) -> Iterator[Piece]:
    for number, chart in enumerate(charts):
        player = list(players)[number % len(players)]
        tracks = players[player](chart, rng)
        jitter = float(rng.choice(_JITTERS))
        tempo = float(rng.integers(70, 151))
        midi = midi_file(
            {name: human(track, jitter, rng) for name, track in tracks.items()}, chart.meter, tempo
        )
        yield Piece(kind, chart.name, player, midi, tempo, chart)


def as_written(kind: str, chart: Chart, rng: np.random.Generator) -> Piece:
    """A piece that is there in full, up to 96 bars of it, at 70 to 120 quarters a minute."""
    chart = excerpt(chart, 0, 4 * BARS)
    tempo = float(rng.integers(70, 121))
    notes = [Played(*note) for note in chart.played]
    return Piece(
        kind, chart.name, "as written", midi_file({"Score": notes}, chart.meter, tempo), tempo, chart
    )


def note_messages(notes: Track, channel: int) -> Iterator[mido.Message]:
    """Notes as the events of a track; where one ends as another begins, the end comes first."""
    events = [(note.start, 1, note.pitch, note.velocity) for note in notes]
    events += [(note.end, 0, note.pitch, 0) for note in notes]
    now = 0
    for tick, on, pitch, velocity in sorted(events):
        kind = "note_on" if on else "note_off"
        yield mido.Message(kind, time=tick - now, note=pitch, velocity=velocity, channel=channel)
        now = tick


def midi_file(tracks: dict[str, Track], meter: Meter, tempo: float) -> bytes:
    """Tracks as a Standard MIDI File with its metre and tempo."""
    file = mido.MidiFile(ticks_per_beat=TICKS_PER_BEAT)
    head = mido.MidiTrack()
    head.append(mido.MetaMessage("set_tempo", tempo=round(60e6 / tempo)))
    head.append(mido.MetaMessage("time_signature", numerator=meter.numerator, denominator=meter.denominator))
    file.tracks.append(head)
    for number, (name, notes) in enumerate(tracks.items()):
        channel = 9 if name == "Drums" else number
        track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
        track.extend(note_messages(notes, channel))
        file.tracks.append(track)
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


_LOOPS: Final = (
    "0maj7 9m7 2m7 7:7", "0 7 9m 5", "9m 5 0 7", "2m7 7:7 0maj7 0maj7",
    "0maj7 5maj7 4m7 9:7 2m7 7:7 0maj7 7:7",
    "9m7 2m7 7:7 0maj7 5maj7 11m7b5 4:7 9m7", "0 0:7 5 5m 0 9:7 2:7 7:7", "0:7 0:7 5:7 0:7 7:7 5:7 0:7 7:7",
    "0 4:7 9m 0:7 5 6dim7 0 7:7", "9m 9m7 2m7 2m 4:7 4:7 9m 4:7", "0maj7 1dim7 2m7 3dim7 4m7 9m7 2m7 7:7",
    "0 7sus4 7 0 5 0sus4 0 7", "0 0aug 5 2m 7 7:7 0 0", "9m 8aug 0 2:7 5maj7 4m7 2m7 7:7", "0 10 5 0",
    "9m7 7 5maj7 4:7", "0 2m 4m 5 7 9m 5m 0",
)  # fmt: skip
"""Roots in semitones above the tonic with their qualities."""


def pop_chart(rng: np.random.Generator) -> Chart:
    """Two loops, one or two chords a bar, in a random key; every fourth in 3/4."""
    meter = Meter(3, 4) if rng.random() < 0.2 else Meter(4, 4)
    tonic = int(rng.integers(12))
    chords: list[Held] = []
    now = 0
    for loop in rng.choice(_LOOPS, 2, replace=False):
        words = str(loop).split()
        halved = len(words) > 4 and meter.numerator == 4 and rng.random() < 0.5
        length = meter.bar_ticks // 2 if halved else meter.bar_ticks
        for _ in range(2):
            for word in words:
                match = re.match(r"(\d+):?(.*)", word)
                assert match is not None
                chord = Chord(SHARP_NAMES[(tonic + int(match[1])) % 12], match[2])
                chords.append(Held(now, now + length, chord))
                now += length
    bars = tuple(range(0, now + 1, meter.bar_ticks))
    chart = Chart(f"pop in {SHARP_NAMES[tonic]} {len(bars)}", "pop", meter, bars, joined(chords))
    return replace(chart, melody=tune(chart, rng))


def tune(chart: Chart, rng: np.random.Generator) -> tuple[Sung, ...]:
    """A tune in phrases: chord tones on the beat, neighbours off it, a breath at the end of each bar pair."""
    notes: list[Sung] = []
    pitch = int(rng.integers(64, 74))
    for held in chart.chords:
        tones = held.chord.pitch_classes
        for start in range(held.start, held.end, 240):
            on_beat = start % TICKS_PER_BEAT == 0
            if (start // 240) % 16 >= 14 or (not on_beat and rng.random() < 0.5) or not tones:
                continue
            goal = min(
                range(60, 82),
                key=lambda p: abs(p - pitch - int(rng.integers(-4, 5))) + 9 * (p % 12 not in tones),
            )
            pitch = goal if on_beat or rng.random() < 0.4 else pitch + int(rng.choice([-2, -1, 1, 2]))
            if notes and notes[-1].end > start:
                notes[-1] = notes[-1]._replace(end=start)
            notes.append(Sung(start, min(start + 480, chart.ticks), pitch))
    return tuple(notes)


def folk_charts(count: int) -> Iterator[Chart]:
    """Fiddle tunes with the best of a few chords in each half bar."""
    from key_pieces import folk_tunes  # noqa: PLC0415 - music21's parser, for this kind only

    for piece in folk_tunes(test=True, limit=count):
        meter = Meter(4, 4)
        melody = tuple(Sung(note.start, note.end, note.pitch) for note in piece.notes)[:160]
        if melody:
            end = -(-melody[-1].end // meter.bar_ticks) * meter.bar_ticks
            bars = tuple(range(0, end + 1, meter.bar_ticks))
            chords = harmonised(melody, piece.key.tonic_class, piece.key.mode == "minor", bars)
            yield excerpt(Chart(piece.name, "folk", meter, bars, chords, melody), 0, BARS)


def harmonised(
    melody: tuple[Sung, ...],
    tonic: int,
    minor: bool,
    bars: tuple[int, ...],
    *,
    step: int = 960,
    first: int = 0,
) -> tuple[Held, ...]:
    """The chord of each half bar that holds most of its tune, the plainer ones first.

    Args:
        melody: The tune.
        tonic: Pitch class.
        minor: Whether the mode is minor.
        bars: Ticks of the bar lines.
        step: Ticks that a chord is held.
        first: Tick from which they are counted; before it nothing is played.
    """
    plain = (
        ((0, "m"), (7, "7"), (5, "m"), (10, ""), (3, ""))
        if minor
        else ((0, ""), (7, "7"), (5, ""), (2, "m"), (9, "m"))
    )
    chords = []
    for start in range(first, bars[-1], step):
        sounding = [(n.pitch % 12, min(n.end, start + step) - max(n.start, start)) for n in melody]
        best = max(
            range(len(plain)),
            key=lambda i: sum(t for p, t in sounding if t > 0 and (p - tonic - plain[i][0]) % 12
                              in Chord("C", plain[i][1]).pitch_classes) - 60 * i,
        )  # fmt: skip
        root, suffix = plain[best]
        chords.append(Held(start, start + step, Chord(SHARP_NAMES[(tonic + root) % 12], suffix)))
    return joined(chords)


def chorale_charts() -> Iterator[Chart]:
    """The chorales that were analysed by hand."""
    paths = {path.stem: path for path in map(Path, corpus.getComposer("bach")) if path.suffix == ".mxl"}
    folder = next(iter(paths.values())).parent / "choraleAnalyses"
    for analysis in sorted(folder.glob("*.rntxt")):
        text = analysis.read_text("utf-8")
        number = re.search(r"^BWV: *(\d+)(?:\.(\d+))?", text, re.MULTILINE)
        path = (
            None if number is None else paths.get(f"bwv{number[1]}" + (f".{number[2]}" if number[2] else ""))
        )
        if path is None:
            continue
        score = read_score(path)
        played = tuple(sorted(note for part in score.parts for note in part))
        chords, fits = best_fit(list(read_roman(text)), score, played)
        if fits > 0.8:
            bars = (*(measure.start for measure in score.measures), score.measures[-1].end)
            yield Chart(path.stem, "chorales", score.meter, tuple(sorted(set(bars))), chords, (), played)


def checksum(found: Iterable[Piece]) -> int:
    """Of all files, so that two runs can be told to have heard the same."""
    total = 0
    for piece in found:
        total = zlib.crc32(piece.midi, total)
    return total
