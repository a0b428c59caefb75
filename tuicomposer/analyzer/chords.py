"""The chords of a song: as typed, and recognised from the notes where nothing is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tuicomposer.analyzer.listening import ChordListener, Labelled, section_notes
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import ChordGuess
from tuicomposer.jobs.services import Share, share_of, untold
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.roman import roman
from tuicomposer.score.section import Section
from tuicomposer.score.song import Song
from tuicomposer.score.spans import ChordSpan, lane_spans


class Hearing(NamedTuple):
    """Who listens, whether anybody still wants to know, and who is told how far it is."""

    listener: ChordListener
    token: CancelToken
    share: Share = untold


def typed_chords(song: Song, token: CancelToken) -> tuple[ChordSpan, ...]:
    """Spans of the first chord lane over the song's order, ``N.C.`` included.

    Raises:
        Cancelled: The token was cancelled.
    """
    if song.chord_lane is None:
        return ()
    spans: list[ChordSpan] = []
    for passage in song.passages():
        token.check()
        found = lane_spans(song.sections[passage.section], song.chord_lane, passage.start)
        spans.extend(span for span in found if isinstance(span, ChordSpan))
    return tuple(spans)


def song_chords(song: Song, typed: Sequence[ChordSpan], key: Key, hearing: Hearing) -> tuple[ChordGuess, ...]:
    """The chords of a song in order of time: typed ones with confidence 1, and recognised ones.

    Args:
        song: The song.
        typed: The answer of :func:`typed_chords`.
        key: Key for roman numerals and for the spelling of recognised roots.
        hearing: Who names the chords where none is typed.

    Raises:
        Cancelled: The token was cancelled.
    """
    lanes = sounding_lanes(song)
    guesses = [ChordGuess(span, roman(span.chord, key), 1.0) for span in typed]
    lane = 0 if song.chord_lane is None else song.chord_lane
    numerals: dict[Chord, str] = {}
    known: dict[int, tuple[Labelled, ...]] = {}
    rows, done = max(1, sum(song.sections[index].length for index in set(song.order))), 0
    for passage in song.passages():
        hearing.token.check()
        section = song.sections[passage.section]
        if passage.section not in known:
            own = hearing._replace(share=share_of(hearing.share, done / rows, (done + section.length) / rows))
            known[passage.section] = tuple(_recognised(section, lanes, song.chord_lane, key, own))
            done += section.length
            hearing.share(done / rows)
        for item in known[passage.section]:
            row = item.start // section.row_ticks
            span = ChordSpan(lane, row, passage.start + item.start, passage.start + item.end, item.chord)
            if item.chord not in numerals:
                numerals[item.chord] = roman(item.chord, key)
            guesses.append(ChordGuess(span, numerals[item.chord], item.confidence))
    return tuple(sorted(guesses, key=lambda guess: guess.span.start))


def _recognised(
    section: Section, lanes: Sequence[int], chord_lane: int | None, key: Key, hearing: Hearing
) -> Iterator[Labelled]:
    """Recognised chords of a section, cut to where no chord is typed."""
    gaps = _gaps(section, chord_lane)
    notes = section_notes(section, lanes, hearing.token) if gaps else ()
    if not notes:
        return
    for item in hearing.listener.listen(section, notes, key, hearing.token, hearing.share):
        for start, end in gaps:
            if max(start, item.start) < min(end, item.end):
                yield item._replace(start=max(start, item.start), end=min(end, item.end))


def sounding_lanes(song: Song) -> tuple[int, ...]:
    """The lanes that count as music: those that are not muted, as drums are; all, if all are muted."""
    heard = tuple(index for index, lane in enumerate(song.lanes) if not lane.muted)
    return heard or tuple(range(len(song.lanes)))


def _gaps(section: Section, chord_lane: int | None) -> tuple[tuple[int, int], ...]:
    """Stretches of a section, in ticks, where no chord is typed."""
    typed: Iterable[ChordSpan] = ()
    if chord_lane is not None:
        typed = (span for span in lane_spans(section, chord_lane) if isinstance(span, ChordSpan))
    gaps, now = [], 0
    for span in typed:
        if span.start > now:
            gaps.append((now, span.start))
        now = span.end
    return (*gaps, (now, section.ticks)) if now < section.ticks else tuple(gaps)
