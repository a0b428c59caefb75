"""Held-out pieces whose files state a metre, for the benchmark of metres.

==============  ================================================================================
tunes           jigs (6/8), waltzes and reels of Ryan's Mammoth Collection (music21's corpus), with the metre
                and the bars that their files have and the chords that :mod:`chord_pieces` finds for them
lead sheets     OpenEWLD, where the folder is given: all that are held out in triple and compound metres, and
                some in duple ones
lieder          OpenScore Lieder as written, where the folder is given
chorales        those of :mod:`chord_pieces`, as written
==============  ================================================================================

What is not there as written is played by three players in turn, who know compound metres and share no code
with the arrangers of the training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from chord_arrangers import Played, Track, bass_of, human, spans, stack, tune
from chord_pieces import BARS, Piece, as_written, chorale_charts, harmonised, midi_file
from key_pieces import held_out
from music21 import converter, corpus, key, meter, stream

from tuicomposer.score.meter import Meter
from tuicomposer.score.ticks import TICKS_PER_BEAT
from tuicomposer.training.chords.charts import Chart, Sung, excerpt, split_of
from tuicomposer.training.chords.leadsheets import read_leadsheets
from tuicomposer.training.chords.lieder import read_lieder

_FOLK: Final = "ryansMammoth"
_STRUCK: Final = 0.9
"""Share of the beats that the drummer strikes."""
KINDS: Final = ("duple", "triple", "compound")


def kind_of(of: Meter) -> str:
    """``duple`` (2/4, 4/4 and cut time), ``triple`` or ``compound``."""
    if of.pulse_ticks * of.denominator == 3 * 4 * TICKS_PER_BEAT:
        return "compound"
    return "triple" if of.numerator == 3 else "duple"


def metre_pieces(count: int, seed: int, *, leadsheets: Path | None, lieder: Path | None) -> Iterator[Piece]:
    """Some pieces of each metre of each collection that can be had."""
    rng = np.random.default_rng(seed)
    yield from played("tunes", each(tune_charts(test=True), count), rng)
    if leadsheets is not None:
        charts = (chart for chart in read_leadsheets(leadsheets) if split_of(chart.name) == "test")
        yield from played("lead sheets", each(charts, count), rng)
    if lieder is not None:
        for chart in each(read_lieder(lieder, held_out=True), count):
            yield as_written("lieder", chart, rng)
    for chart in each(chorale_charts(), count):
        yield as_written("chorales", chart, rng)


def each(charts: Iterable[Chart], count: int) -> Iterator[Chart]:
    """The first so many of each kind of metre, cut to BARS bars."""
    left = dict.fromkeys(KINDS, count)
    for chart in charts:
        kind = kind_of(chart.meter)
        if left[kind] and len(chart.bars) > 8:
            left[kind] -= 1
            yield excerpt(chart, 0, BARS)


def tune_charts(*, test: bool) -> Iterator[Chart]:
    """Tunes of one side of the split of :mod:`key_pieces`, with their own bars; fewer of the common 2/4."""
    for path in sorted(corpus.getComposer(_FOLK), key=lambda path: path.stem[::-1]):
        if path.suffix == ".abc" and held_out(path.stem) == test:
            text = path.read_text("latin-1")
            if "M:6/8" in text or "M:3/4" in text or len(path.stem) % 4 == 0:
                chart = _tune_chart(path)
                if chart is not None:
                    yield chart


def _tune_chart(path: Path) -> Chart | None:
    """A tune up to the first repeat that has an upbeat of its own; nothing if that is under eight bars."""
    score = converter.parse(path, forceSource=True)
    measures = list(score.recurse().getElementsByClass(stream.Measure))
    metres = [one for measure in measures for one in measure.getElementsByClass(meter.TimeSignature)]
    signature = next(iter(score.recurse().getElementsByClass(key.Key)), None)
    if len({one.ratioString for one in metres}) != 1 or signature is None:
        return None
    of = Meter(metres[0].numerator, metres[0].denominator)
    bars = [_ticks(measure.offset) for measure in measures]
    regular = next((at for at in range(2, len(bars)) if bars[at] - bars[at - 1] != of.bar_ticks), len(bars))
    bars = bars[:regular]
    notes = [note for note in score.stripTies().flatten().notes if note.quarterLength and note.isNote]
    melody = tuple(
        Sung(_ticks(note.offset), _ticks(note.offset + note.quarterLength), note.pitch.midi)
        for note in notes
        if note.offset + note.quarterLength <= bars[-1] / TICKS_PER_BEAT
    )
    if len(bars) < 9 or not melody:
        return None
    minor = signature.mode in {"minor", "dorian", "phrygian", "aeolian", "locrian"}
    chords = harmonised(
        melody,
        signature.tonic.pitchClass,
        minor,
        tuple(bars),
        step=of.bar_ticks,
        first=bars[1] % of.bar_ticks,
    )
    return Chart(path.stem, "tunes", of, tuple(bars), chords, melody)


def _ticks(quarters: float) -> int:
    return round(float(quarters) * TICKS_PER_BEAT)


def vamp(chart: Chart, _: np.random.Generator) -> dict[str, Track]:
    """A bass when a bar or chord begins, chords on the other beats; in compound metres after each beat."""
    low, high = [], []
    pulse = chart.meter.pulse_ticks
    step = pulse // 3 if pulse % TICKS_PER_BEAT else pulse
    for span in spans(chart):
        bar = max(bar for bar in chart.bars if bar <= span.start)
        for start in range(span.start, span.end, step):
            place = (start - bar) // step
            on = place % 3 == 0 if step != pulse or chart.meter.numerator == 3 else place % 2 == 0
            if start == span.start or on:
                low.append(Played(start, start + step, bass_of(span.chord, 36), 85))
            else:
                high += [Played(start, start + step * 3 // 4, p, 60) for p in stack(span.chord, 55)[:3]]
    return {"Accordion": high, "Bass": low, "Lead": tune(chart)}


def arpeggio(chart: Chart, _: np.random.Generator) -> dict[str, Track]:
    """Eighths that begin anew with each bar: up in triple and compound metres, Alberti in duple ones."""
    hand, low = [], []
    eighth = TICKS_PER_BEAT // 2
    for span in spans(chart):
        tones = stack(span.chord, 54)[:3]
        order = (0, 2, 1, 2) if kind_of(chart.meter) == "duple" else (0, 1, 2)
        bar = max(bar for bar in chart.bars if bar <= span.start)
        low.append(Played(span.start, span.end, bass_of(span.chord, 38), 75))
        for start in range(span.start, span.end, eighth):
            place = (start - bar) // eighth
            hand.append(Played(start, start + eighth, tones[order[place % len(order)] % len(tones)], 62))
    return {"Piano": hand, "Bass": low, "Lead": tune(chart)}


def held_chords(chart: Chart, rng: np.random.Generator) -> dict[str, Track]:
    """Chords held until they change, and a drum: a kick on the bar, a stick on the other beats."""
    pad, drums = [], []
    for span in spans(chart):
        tones = [bass_of(span.chord, 40), *stack(span.chord, 55)]
        pad += [Played(span.start, span.end, pitch, 70) for pitch in tones]
    for bar, stop in pairwise(chart.bars):
        struck = [start for start in range(bar, stop, chart.meter.pulse_ticks) if rng.random() < _STRUCK]
        drums += [Played(start, start + 60, 36 if start == bar else 37, 90) for start in struck]
    return {"Organ": pad, "Lead": tune(chart), "Drums": drums}


PLAYERS: Final[dict[str, Callable[[Chart, np.random.Generator], dict[str, Track]]]] = {
    "vamp": vamp, "arpeggio": arpeggio, "held chords": held_chords,
}  # fmt: skip


def played(kind: str, charts: Iterable[Chart], rng: np.random.Generator) -> Iterator[Piece]:
    """Charts by the players in turn, at a pulse that people tap."""
    for number, chart in enumerate(charts):
        name = list(PLAYERS)[number // len(KINDS) % len(PLAYERS)]
        tracks = PLAYERS[name](chart, rng)
        pulse = chart.meter.pulse_ticks
        beat = pulse if pulse % TICKS_PER_BEAT else TICKS_PER_BEAT
        tempo = float(rng.integers(76, 133)) * beat / TICKS_PER_BEAT
        jitter = float(rng.choice([0.0, 8.0, 16.0]))
        midi = midi_file({n: human(t, jitter, rng) for n, t in tracks.items()}, chart.meter, tempo)
        yield Piece(kind, chart.name, name, midi, tempo, chart)
