"""The analyzer of notes: key, chords and melody of a song."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tuicomposer.analyzer.chords import Hearing, song_chords, sounding_lanes, typed_chords
from tuicomposer.analyzer.keys import key_guesses
from tuicomposer.analyzer.listening import ChordListener
from tuicomposer.analyzer.melody import melody_notes
from tuicomposer.analyzer.suggesting import Blended, Progressions
from tuicomposer.analyzer.template_chords import TemplateListener
from tuicomposer.analyzer.tune import TuneNetwork
from tuicomposer.analyzer.written_key import WrittenKeys
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.controls import Harmony
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest, ChordSuggestion
from tuicomposer.jobs.services import Report, part_of, untold
from tuicomposer.score.chord import Chord
from tuicomposer.score.key import Key
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan, note_spans

_NOTES, _CHORDS, _MELODY = 0.1, 0.5, 0.95
"""Fractions of the work after which the notes are read, the chords named and the melody found."""
_SUGGESTED: Final = 5
_BEFORE: Final = 3
"""Chords before a chord that are looked at: repeats among them do not count."""


class SymbolicAnalyzer:
    """Recognises key, chords and melody from the notes and chords of the grid.

    Roman numerals are those of the key that the song states, else of the most likely one. The
    whole order of the song is heard, repeats included. Muted lanes, drums among them, are listed
    with the notes but say nothing about key, chords and melody.

    Args:
        listener: Who names the chords; templates if not given.
        progressions: Counted successions of chords, for what may come next.
        tune: Finds the melody where one track holds everything.
        written: Tells in which key a chorale book writes music for four lanes.
        note: Why it is the templates, where it should be the network; else empty.
    """

    def __init__(
        self,
        listener: ChordListener | None = None,
        *,
        progressions: Progressions | None = None,
        tune: TuneNetwork | None = None,
        written: WrittenKeys | None = None,
        note: str = "",
    ) -> None:
        self._listener = listener or TemplateListener()
        self._progressions = progressions
        self._tune = tune
        self._written = written
        self._note = note

    def analyze(self, request: AnalyzeRequest, token: CancelToken, report: Report = untold) -> Analyzed:
        """What is heard in a song.

        Args:
            request: The song.
            token: Asked often.
            report: Told how far the work is.

        Raises:
            Cancelled: The token was cancelled.
        """
        song = request.song
        report(0.0, "reading the notes")
        notes = _song_notes(song, token)
        typed = typed_chords(song, token)
        lanes = frozenset(sounding_lanes(song))
        music = tuple(note for note in notes if note.lane in lanes)
        keys = key_guesses(music, typed, stated=song.key, token=token)
        hearing = Hearing(self._listener, token, part_of(report, _NOTES, _CHORDS, "naming the chords"))
        key = song.key or keys[0].key
        chords = song_chords(song, typed, key, hearing)
        found = part_of(report, _CHORDS, _MELODY, "looking for the melody")
        melody = melody_notes(song, music, token, self._tune, found)
        successions = self._successions(request.harmony)
        following = tuple(_following([guess.span.chord for guess in chords], key, successions, token))
        written = () if self._written is None else self._written.guesses(music, token)
        report(1.0, "reading the notes")
        return Analyzed(
            request,
            keys,
            chords,
            tuple(one.note for one in melody),
            notes,
            self._note,
            following,
            tuple(one.confidence for one in melody),
            written,
        )

    def _successions(self, harmony: Harmony | None) -> Progressions | None:
        """The counted successions, with those of a profile if there is one."""
        if harmony is None:
            return self._progressions
        own = Progressions.from_values(harmony)
        return own if self._progressions is None else Blended(self._progressions, own)


def _following(
    chords: Sequence[Chord], key: Key, successions: Progressions | None, token: CancelToken
) -> Iterator[tuple[ChordSuggestion, ...]]:
    """What may follow each chord; nothing where nothing was counted."""
    known: dict[tuple[Chord, ...], tuple[ChordSuggestion, ...]] = {}
    for at in range(0 if successions is None else len(chords)):
        token.check()
        before = tuple(chords[max(0, at - _BEFORE) : at + 1])
        if before not in known and successions is not None:
            known[before] = successions.next_chords(before, key, _SUGGESTED)
        yield known[before]


def _song_notes(song: Song, token: CancelToken) -> tuple[NoteSpan, ...]:
    notes: list[NoteSpan] = []
    for passage in song.passages():
        for lane in range(len(song.lanes)):
            token.check()
            notes.extend(note_spans(song.sections[passage.section], lane, passage.start))
    return tuple(sorted(notes, key=lambda note: (note.start, note.lane)))
