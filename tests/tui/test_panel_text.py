"""What the panel says of chords and of what may come next."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len

from tuicomposer.jobs.messages import Analyzed, AnalyzeRequest, ChordGuess, ChordSuggestion, KeyGuess
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.entry import song_from_text
from tuicomposer.score.key import Key
from tuicomposer.score.roman import roman
from tuicomposer.score.song import Place, Song
from tuicomposer.score.spans import ChordSpan
from tuicomposer.tui.palette import NIGHT
from tuicomposer.tui.panel_text import panel_text
from tuicomposer.tui.view import View

KEY = Key("C")
SONG = song_from_text("C4:4 B3:4 C4:4", "C | G7 | C", key=KEY)


def analyzed(song: Song, following: bool = True) -> Analyzed:
    symbols = [parse_chord(name) for name in ("C", "G7", "C")]
    chords = tuple(
        ChordGuess(ChordSpan(0, at, at * 1920, (at + 1) * 1920, chord), roman(chord, KEY), 1.0)
        for at, chord in enumerate(symbols)
    )
    options = (ChordSuggestion(parse_chord("Am"), "vi", 0.31), ChordSuggestion(parse_chord("F"), "IV", 0.2))
    keys = (KeyGuess(KEY, 0.9),)
    return Analyzed(AnalyzeRequest(song, 0), keys, chords, (), (), "", (options,) * 3 if following else ())


def said(row: int, height: int = 30, following: bool = True) -> str:
    view = View(cursor=Place(0, 1, row))
    view.analyzed = analyzed(SONG, following)
    return panel_text(NIGHT, SONG, view, 36, height).plain


def test_what_may_come_next_is_said_with_its_share() -> None:
    text = said(0)
    assert "What often comes next" in text
    assert "Am       31 %  vi" in text
    assert "cadence" not in text


def test_the_cadence_at_the_cursor_is_named() -> None:
    assert "authentic cadence" in said(8 * SONG.sections[0].rows_per_beat)


def test_a_low_panel_and_an_analyzer_without_counts_leave_it_out() -> None:
    assert "comes next" not in said(0, height=16)
    assert "comes next" not in said(0, following=False)


def test_chords_of_a_song_of_several_sections_say_where_one_begins() -> None:
    verse = replace(SONG.sections[0], name="Verse")
    song = replace(SONG, sections=(verse, replace(verse, name="A long refrain")), order=(0, 1, 0))
    view = View(cursor=Place(0, 1, 0))
    view.analyzed = analyzed(song)
    chords = tuple(
        ChordGuess(
            ChordSpan(0, 0, at * verse.ticks // 3, (at + 1) * verse.ticks // 3, parse_chord("C")), "I", 1.0
        )
        for at in range(9)
    )
    view.analyzed = replace(view.analyzed, chords=chords, following=())
    lines = panel_text(NIGHT, song, view, 36, 30).plain.splitlines()
    named = [line.split("I", 1)[1].strip() for line in lines if " C  " in line]
    assert named == ["Verse", "", "", "A long refr…", "", "", "Verse", "", ""]
    assert all(cell_len(line) <= 36 for line in lines)


def test_a_long_numeral_is_not_cut_for_a_name() -> None:
    verse = replace(SONG.sections[0], name="Verse")
    song = replace(SONG, sections=(verse, verse), order=(0, 1))
    view = View(cursor=Place(0, 1, 0))
    span = ChordSpan(0, 0, 0, verse.ticks, parse_chord("Bm7b5"))
    guess = ChordGuess(span, "viiø65/ii", 1.0)
    view.analyzed = replace(analyzed(song), chords=(guess,), following=())
    for width, told in ((36, "viiø65/ii Verse"), (28, "viiø65/ii")):
        lines = panel_text(NIGHT, song, view, width, 30).plain.splitlines()
        assert [line[17:] for line in lines if "Bm7b5" in line] == [told]


def test_chords_of_one_section_name_none() -> None:
    assert SONG.sections[0].name not in [line.split()[-1] for line in said(0).splitlines() if line.split()]
