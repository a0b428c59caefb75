"""The lines around the grid as styled text: title, status, work, candidates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tuicomposer.jobs.writers import found_text, patterns_text
from tuicomposer.score.order import passage_of
from tuicomposer.score.song import UNTITLED, Song
from tuicomposer.score.text import visible
from tuicomposer.tui.clicks import append, does_action
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.palette import Palette
from tuicomposer.tui.picture import beat_of
from tuicomposer.tui.view import View

if TYPE_CHECKING:
    from tuicomposer.tui.ghost import Ghost

_BAR_WIDTH = 20
_GHOST_KEYS = (
    ("generate.hear", "hear"),
    ("generate.next", "next"),
    ("generate.previous", "previous"),
    ("generate.keep", "keep"),
    ("generate.drop", "discard"),
    ("view.realness", "colour by realness"),
)


class Hint(NamedTuple):
    """A key to know."""

    key: str
    word: str
    """What it does."""
    does: Style | None = None
    """What a click on it does."""


class Work(NamedTuple):
    """What is at work in the background."""

    label: str
    fraction: float = 0.0
    text: str = ""
    seconds: float = 0.0
    """How long it is at work."""


def title_line(
    palette: Palette, song: Song, path: Path | None, view: View, *, modified: bool, width: int
) -> Text:
    """Title, file, section, tempo, metre, key and what plays; that goes first where the rest is too long.

    A song that nobody gave a title is called by its file.
    """
    line = Text()
    by_file = path is not None and song.title == UNTITLED
    title = path.name if path is not None and by_file else song.title
    append(line, f" {visible(title)}", f"bold {palette.bright}", does_action("song.title"))
    line.append(" ● " if modified else "   ", palette.warn)
    if path is not None and not by_file:
        line.append(f"{visible(path.name)}  ", palette.dim)
    where, plays = Text(), Text()
    _section_words(where, palette, song, view)
    _playing_words(plays, palette, song, view)
    fits = line.cell_len + where.cell_len + plays.cell_len <= width
    if not fits and plays:
        plays.append("  ")
    return line.append_text(where if fits else plays).append_text(plays if fits else where)


def _playing_words(line: Text, palette: Palette, song: Song, view: View) -> None:
    """The bar that plays, whether it is repeated, and what comes next; nothing while all is still."""
    if not view.playhead.playing:
        return
    beat = beat_of(song.sections[view.playhead.section], view.playhead.row)
    sign = "▶ loop" if view.playhead.loop else "▶"
    append(line, f"{sign} {beat.bar}", f"bold {palette.good}", does_action("play.toggle"))
    queued = view.playhead.queued
    if queued is not None and queued < len(song.order):
        line.append(f" → {visible(song.sections[song.order[queued]].name)}", palette.warn)


def _section_words(line: Text, palette: Palette, song: Song, view: View) -> None:
    """The section of the cursor, where in the order it is, and what holds in it."""
    index = view.cursor.section
    section, flow, key = song.sections[index], song.flow(index), song.key_at(index)
    if len(song.sections) > 1 or len(song.order) > 1:
        where = f"{visible(section.name)} ({index + 1}/{len(song.sections)})"
        _pair(line, palette, "section", where, "form.open")
        passage = passage_of(song.order, index, view.passage)
        place = "never sounds" if passage is None else f"{passage + 1} of {len(song.order)}"
        _pair(line, palette, "order", place, "form.open")
    # A click changes what is shown: the section's own, or the song's.
    _pair(line, palette, "♩", f"{flow.tempo:g}", "play.tempo" if section.tempo is None else "form.tempo")
    if flow.swings:
        own = section.swing is not None
        _pair(line, palette, "swing", f"{flow.swing.percent}%", "form.swing" if own else "form.song_swing")
    _pair(line, palette, "", str(section.meter), "form.meter")
    if key is not None:
        _pair(line, palette, "", str(key), "song.key" if section.key is None else "form.key")


def _pair(line: Text, palette: Palette, name: str, value: str, action: str) -> None:
    if name:
        append(line, f"{name} ", palette.dim, does_action(action))
    append(line, f"{value}  ", palette.text, does_action(action))


def cell_line(palette: Palette, words: str, view: View) -> Text:
    """The cell under the cursor in words, or why its text was refused."""
    if view.editor is not None and view.editor.problem is not None:
        return Text(f" {visible(view.editor.problem.what)} The cell is as it was.", palette.bad)
    return Text(f" {words}", palette.text)


def hints_of(
    keymap: Keymap, wanted: tuple[tuple[str, str], ...], taken: Callable[[str], bool] = lambda _: False
) -> tuple[Hint, ...]:
    """Key and word of each action that has a key not taken here; a click does the action."""
    return tuple(
        Hint(key, word, does_action(action))
        for action, does in wanted
        for key, word in keymap.hints(((action, does),), taken)
    )


def keys_to_know(line: Text, palette: Palette, hints: tuple[Hint, ...], width: int) -> None:
    """Add keys with what they do, as many as there is room for."""
    for key, word, does in hints:
        if cell_len(line.plain) + cell_len(key) + len(word) + 1 > width:
            break
        append(line, f"{key} ", f"bold {palette.accent}", does)
        append(line, f"{word}  ", palette.dim, does)


def work_line(palette: Palette, work: Work, keymap: Keymap = PLAIN) -> Text:
    """A progress bar, what is being done, and how to stop it."""
    done = round(work.fraction * _BAR_WIDTH)
    line = Text(f" {work.label} ", f"bold {palette.bright}")
    line.append("━" * done, palette.accent)
    line.append("─" * (_BAR_WIDTH - done), palette.rule)
    line.append(f" {round(100 * work.fraction):3d} %  ", palette.text)
    line.append(f"{work.seconds:.0f} s  {visible(work.text)}  ", palette.dim)
    for hint in hints_of(keymap, (("generate.drop", "cancel"),)):
        append(line, f"{hint.key} ", f"bold {palette.accent}", hint.does)
        append(line, hint.word, palette.dim, hint.does)
    return line


def ghost_line(palette: Palette, ghost: Ghost) -> Text:
    """The shown candidate: rank, verdict, what it contains, what it repeats."""
    candidate = ghost.candidate
    line = Text(f" Candidate {ghost.shown + 1} of {len(ghost.candidates)} ", f"bold {palette.bright}")
    if candidate.realness is not None:
        colour = palette.good if candidate.realness >= 0.5 else palette.warn
        line.append(f" realness {round(100 * candidate.realness)} % ", colour)
    for kept, name in ((candidate.contains_melody, "melody"), (candidate.contains_chords, "chords")):
        line.append(f" {'✓' if kept else '✗'} {name}", palette.good if kept else palette.bad)
    if candidate.copied_from:
        piece = visible(candidate.copied_from)
        line.append(f"  copies {candidate.longest_copied_run} rows of {piece}", palette.warn)
    if candidate.found is not None:
        line.append(
            f"  {found_text(candidate.found)}", palette.good if candidate.found.passed else palette.bad
        )
    line.append(f"  {visible(ghost.model)}", palette.dim)
    patterns = patterns_text(ghost.request.song, candidate.edit)
    line.append(f"; {patterns}" if patterns else "", palette.dim)
    return line


def ghost_keys(palette: Palette, keymap: Keymap, width: int) -> Text:
    """What can be done with candidates."""
    line = Text(" ")
    keys_to_know(line, palette, hints_of(keymap, _GHOST_KEYS), width)
    return line
