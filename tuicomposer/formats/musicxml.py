"""Songs to MusicXML, through music21: a part a lane, chord symbols over the first.

Notation has no offsets: notes begin and end on rows. music21 takes seconds to import, so that is
left until something is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from tuicomposer.errors import SongFileError
from tuicomposer.formats.bars import Bar, bars
from tuicomposer.formats.limits import check_size
from tuicomposer.formats.xml_chords import kind_of
from tuicomposer.score.chord import Chord
from tuicomposer.score.lane import Lane, Role
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, NoteSpan, Span, lane_spans, on_rows
from tuicomposer.score.swing import STRAIGHT
from tuicomposer.score.text import visible
from tuicomposer.score.ticks import beats

_MOST_SHARPS: Final = 7
_UNSTEADY: Final = re.compile(rb"\s*<(encoding-date|creator)\b[^>]*>[^<]*</\1>")
"""What music21 adds of its own: today's date and a composer."""


def _music21() -> Any:
    """music21, imported when it is first needed."""
    import music21  # noqa: PLC0415  takes seconds
    import music21.musicxml.m21ToXml  # noqa: PLC0415

    return music21


class _Sound(NamedTuple):
    """A span whose beginning and end lie on rows, in ticks of the song."""

    start: int
    stop: int
    span: Span


def write_musicxml(song: Song) -> bytes:
    """MusicXML of a song, its sections in the order in which they sound.

    Raises:
        SongFileError: The song is too large, or its notation cannot be written.
    """
    m21 = _music21()
    check_size(song)
    score = m21.stream.Score()
    score.metadata = m21.metadata.Metadata()
    score.metadata.title = _clean(song.title)
    try:
        for number, part in enumerate(_parts(song), 1):
            sound = part.getInstrument()
            sound.partId, sound.instrumentId = f"P{number}", f"I{number}"
            score.insert(0, part)
        data: bytes = m21.musicxml.m21ToXml.GeneralObjectExporter(score).parse()
    except m21.exceptions21.Music21Exception as error:
        raise SongFileError("The notation of the song cannot be written.", "Export MIDI instead.") from error
    return _UNSTEADY.sub(b"", data)


def _parts(song: Song) -> Iterator[Any]:
    """The melody first, with the chord symbols; a song of chords alone has one empty part."""
    lanes = [lane for lane in range(len(song.lanes)) if song.lanes[lane].role is not Role.CHORDS]
    lanes.sort(key=lambda lane: lane != song.melody_lane)
    all_bars = tuple(bars(song))
    chords = () if song.chord_lane is None else tuple(_sounds(song, song.chord_lane))
    for order, lane in enumerate(lanes):
        yield _part(
            song, song.lanes[lane], all_bars, tuple(_sounds(song, lane)), chords if order == 0 else ()
        )
    if not lanes:
        yield _part(song, Lane("Chords"), all_bars, (), chords)


def _sounds(song: Song, lane: int) -> Iterator[_Sound]:
    """Notes or chords of a lane, from row to row."""
    for passage in song.passages():
        section = song.sections[passage.section]
        row = section.row_ticks
        for span in lane_spans(on_rows(section), lane):
            stop = span.end // row * row
            yield _Sound(passage.start + span.row * row, passage.start + stop, span)


def _part(
    song: Song, lane: Lane, all_bars: Sequence[Bar], notes: Sequence[_Sound], chords: Sequence[_Sound]
) -> Any:
    m21 = _music21()
    part = m21.stream.Part()
    part.partName = _clean(lane.name)
    sound = m21.instrument.instrumentFromMidiProgram(lane.program)
    sound.partName = part.partName
    part.insert(0, sound)
    before: Bar | None = None
    for number, bar in enumerate(all_bars, 1):
        measure = _measure(
            number, bar, [note for note in notes if note.start < bar.stop and note.stop > bar.start]
        )
        _add_signatures(measure, bar, before)
        _add_key_and_tempo(measure, song, bar, before)
        for chord in chords:
            if bar.start <= chord.start < bar.stop and isinstance(chord.span, ChordSpan):
                measure.insert(_quarters(chord.start - bar.start), _symbol(chord.span.chord))
        part.append(measure)
        before = bar
    return part


def _measure(number: int, bar: Bar, notes: Sequence[_Sound]) -> Any:
    """A bar filled with notes and rests; notes that cross its lines are tied."""
    m21 = _music21()
    measure = m21.stream.Measure(number=number)
    # Without its padding, music21 would fill a short bar with hidden rests.
    measure.paddingRight = _quarters(bar.section.meter.bar_ticks - (bar.stop - bar.start))
    now = bar.start
    for sound in notes:
        start, stop = max(sound.start, bar.start), min(sound.stop, bar.stop)
        if start > now:
            measure.append(_rest(start - now, bar))
        if isinstance(sound.span, NoteSpan):
            written = m21.note.Note(sound.span.pitch, quarterLength=_quarters(stop - start))
            written.volume.velocity = sound.span.velocity
            kind = _tie(before=sound.start < bar.start, after=sound.stop > bar.stop)
            written.tie = None if kind is None else m21.tie.Tie(kind)
            measure.append(written)
        now = stop
    if now < bar.stop:
        measure.append(_rest(bar.stop - now, bar))
    return measure


def _rest(ticks: int, bar: Bar) -> Any:
    rest = _music21().note.Rest(quarterLength=_quarters(ticks))
    # Left to itself, music21 stretches a lone rest to a whole bar, even in a short one.
    rest.fullMeasure = ticks == bar.section.meter.bar_ticks
    return rest


def _tie(*, before: bool, after: bool) -> str | None:
    if before and after:
        return "continue"
    return "stop" if before else "start" if after else None


def _add_signatures(measure: Any, bar: Bar, before: Bar | None) -> None:
    m21 = _music21()
    if before is None or before.section.meter != bar.section.meter:
        measure.insert(0, m21.meter.TimeSignature(str(bar.section.meter)))
    if bar.first and bar.section.name.strip():
        measure.insert(0, m21.expressions.RehearsalMark(_clean(bar.section.name)))


def _add_key_and_tempo(measure: Any, song: Song, bar: Bar, before: Bar | None) -> None:
    """What a section states anew; swing is a word to the players, as everywhere in notation."""
    m21 = _music21()
    stated, flow = song.key_at(bar.number), song.flow(bar.number)
    if stated is not None and (before is None or song.key_at(before.number) != stated):
        signature = m21.key.Key(_spelled(stated.tonic), stated.mode)
        if abs(signature.sharps) <= _MOST_SHARPS:
            measure.insert(0, signature)
    old = None if before is None else song.flow(before.number)
    if old is None or old.tempo != flow.tempo:
        measure.insert(0, m21.tempo.MetronomeMark(number=round(flow.tempo, 2)))
    if flow.swing != (STRAIGHT if old is None else old.swing):
        words = "Straight" if flow.swing.is_straight else f"Swing {flow.swing.percent} %"
        measure.insert(0, m21.expressions.TextExpression(words))


def _symbol(chord: Chord) -> Any:
    m21 = _music21()
    if chord.root is None:
        return m21.harmony.NoChord()
    kind = kind_of(chord.suffix)
    symbol = m21.harmony.ChordSymbol(root=_spelled(chord.root), kind=kind.name, kindStr=chord.suffix)
    if chord.bass is not None:
        symbol.bass(_spelled(chord.bass), allow_add=True)
    for degree in kind.degrees:
        step = m21.harmony.ChordStepModification(degree.change, degree.number, degree.semitones)
        symbol.addChordStepModification(step, updatePitches=False)
    symbol.writeAsChord = False
    return symbol


def _quarters(ticks: int) -> Fraction:
    return beats(ticks)


def _spelled(name: str) -> str:
    """A note's name as music21 writes it, with ``-`` for flats."""
    return name.replace("b", "-")


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return visible(text).translate({0xFFFE: None, 0xFFFF: None})
