"""The analyzer of notes: key, chords and melody of a song."""

from __future__ import annotations

from tuicomposer.analyzer.chords import song_chords, typed_chords
from tuicomposer.analyzer.keys import key_guesses
from tuicomposer.analyzer.melody import melody_notes
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest
from tuicomposer.score.song import Song
from tuicomposer.score.spans import NoteSpan, note_spans


class SymbolicAnalyzer:
    """Recognises key, chords and melody from the notes and chords of the grid.

    Roman numerals are those of the key that the song states, else of the most likely one. The
    whole order of the song is heard, repeats included.
    """

    def analyze(self, request: AnalyzeRequest, token: CancelToken) -> Analyzed:
        """What is heard in a song.

        Raises:
            Cancelled: The token was cancelled.
        """
        song = request.song
        notes = _song_notes(song, token)
        typed = typed_chords(song, token)
        keys = key_guesses(notes, typed, stated=song.key, token=token)
        chords = song_chords(song, typed, song.key or keys[0].key, token)
        melody = melody_notes(song, notes, token)
        return Analyzed(request, keys, chords, melody, notes)


def _song_notes(song: Song, token: CancelToken) -> tuple[NoteSpan, ...]:
    notes: list[NoteSpan] = []
    for passage in song.passages():
        for lane in range(len(song.lanes)):
            token.check()
            notes.extend(note_spans(song.sections[passage.section], lane, passage.start))
    return tuple(sorted(notes, key=lambda note: (note.start, note.lane)))
