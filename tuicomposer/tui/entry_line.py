"""The status line of the hands: what typing does here, how it is set, what to know in an open cell."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from tuicomposer.score.blocks.mask import Mask
from tuicomposer.score.chord_completion import completions
from tuicomposer.score.guard import is_guarded
from tuicomposer.score.key import Key
from tuicomposer.score.lane import Role
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui.cell_text import CellText
from tuicomposer.tui.clicks import append, does_action, does_on_screen, strikes_key
from tuicomposer.tui.entry_state import EntryMode, Take
from tuicomposer.tui.keys import NAMED
from tuicomposer.tui.lines import Hint, hints_of, keys_to_know
from tuicomposer.tui.note_typing import is_note_key
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.view import View

_KEYS = (
    ("generate.open", "generate"),
    ("play.toggle", "play"),
    ("write.repeat", "repeat"),
    ("view.help", "help"),
    ("view.palette", "all"),
    ("write.undo", "undo"),
    ("song.save", "save"),
    ("song.open", "open"),
    ("song.export", "export"),
    ("song.quit", "quit"),
)
_PITCH_KEYS = (
    Hint("Enter", "writes it", strikes_key("enter")),
    Hint("Esc", "leaves it", strikes_key("escape")),
    Hint("↑ ↓", "write and move"),
    Hint("A4 100", "velocity"),
    Hint('A4 "la', "lyric"),
)
_CHORD_KEYS = (
    Hint("Space", "next beat", strikes_key("space")),
    Hint("|", "next bar", strikes_key("vertical_line")),
    Hint("Enter", "writes it", strikes_key("enter")),
    Hint("Esc", "leaves it", strikes_key("escape")),
)


def entry_line(palette: Palette, song: Song, view: View, width: int) -> Text:
    """What typing does here, the entry settings, and as many keys to know as there is room for."""
    role = song.lanes[view.cursor.lane].role if song.lanes else Role.OTHER
    line = Text()
    mode = mode_of(song, view) + (" ✎" if view.editor is not None else "")
    line.append(f" {mode} ", f"bold {palette.on_cursor} on {palette.roles[role]}")
    line.append(" ")
    if view.editor is not None:
        _typing(
            line,
            palette,
            song.key_at(view.cursor.section),
            view.editor,
            chords=role is Role.CHORDS,
            width=width,
        )
    else:
        _settings(line, palette, song, view)
        chords = role is Role.CHORDS
        hints = hints_of(
            view.keymap, _KEYS, lambda key: not chords and is_note_key(NAMED.get(key, key), view.entry)
        )
        keys_to_know(line, palette, tuple(map(_among_chords, hints)) if chords else hints, width)
    return line


def _among_chords(hint: Hint) -> Hint:
    """The hint as it holds in a chord lane, where Space does not repeat."""
    return Hint("Space", "next beat", strikes_key("space")) if hint[:2] == ("Space", "repeat") else hint


def mode_of(song: Song, view: View) -> str:
    """What a typed key does at the cursor, in one word: what overrides the others comes first."""
    if not song.lanes:
        return "NORMAL"
    if view.entry.take is not Take.NONE:
        return "RECORD"
    if view.entry.jam:
        return "JAM"
    if is_guarded(song, view.cursor):
        return "LOCKED"
    return _typing_of(song, view)


def _typing_of(song: Song, view: View) -> str:
    return "CHORD" if song.lanes[view.cursor.lane].role is Role.CHORDS else view.entry.mode.value


def _settings(line: Text, palette: Palette, song: Song, view: View) -> None:
    pairs: list[tuple[str, object]] = [
        ("octave", view.octave),
        ("step", view.step),
        ("vel", view.velocity),
    ]
    typing = _typing_of(song, view) if song.lanes else EntryMode.NOTE.value
    shown = pairs[1:2] if typing == "CHORD" else pairs
    # What typing is taken for stays to be seen where another word stands in its place.
    if typing not in (EntryMode.NOTE.value, mode_of(song, view)):
        shown = [("as", typing), *shown]
    for name, value in shown:
        line.append(f"{name} ", palette.dim)
        line.append(f"{value}  ", palette.text)
    entry, take = view.entry, _take(view)
    for on, word, action in (
        (view.dot is not None, f"dotted, next step {view.rows_on}", "write.dot"),
        (bool(take), take, "play.record"),
        (entry.jam, "nothing is written", "write.jam"),
        (entry.metronome, "metronome", "play.metronome"),
        (bool(entry.midi), "MIDI", "play.midi"),
        (entry.scale_lock, "scale lock", "write.scale_lock"),
        (view.selection.marking, "marking", "block.mark"),
        (view.mask is not Mask.ALL, f"mask {view.mask}", "block.mask"),
        (view.show_realness, "realness", "view.realness"),
    ):
        if on:
            look = palette.bad if word == take else palette.warn
            append(line, f"{word}  ", look, does_action(action))


def _take(view: View) -> str:
    """What is recorded, or what is counted before."""
    return view.entry.take.value if view.counting is None else f"● {view.counting}"


def _typing(
    line: Text, palette: Palette, key: Key | None, editor: CellText, *, chords: bool, width: int
) -> None:
    if editor.problem is not None:
        line.append(visible(editor.problem.hint), palette.text)
        return
    symbols = completions(editor.stem or editor.text, key) if chords else ()
    if any(symbol != editor.text for symbol in symbols):
        append(line, "Tab ", f"bold {palette.accent}", strikes_key("tab"))
        for number, symbol in enumerate(symbols):
            if cell_len(line.plain) + len(symbol) + 2 <= width:
                append(line, f"{symbol}  ", palette.text, does_on_screen(f"complete({number})"))
    keys_to_know(line, palette, _CHORD_KEYS if chords else _PITCH_KEYS, width)
