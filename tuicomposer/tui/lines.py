"""The lines around the grid as styled text: title, status, work, candidates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from tuicomposer.jobs.writers import found_text, patterns_text
from tuicomposer.score.order import passage_of
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui.keymap import Keymap
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


class Work(NamedTuple):
    """What is at work in the background."""

    label: str
    fraction: float = 0.0
    text: str = ""
    seconds: float = 0.0
    """How long it is at work."""


def title_line(palette: Palette, song: Song, path: Path | None, view: View, *, modified: bool) -> Text:
    """Title, file, section, tempo, metre, key and what plays."""
    line = Text()
    line.append(f" {visible(song.title)}", f"bold {palette.bright}")
    line.append(" ● " if modified else "   ", palette.warn)
    if path is not None:
        line.append(f"{visible(path.name)}  ", palette.dim)
    _section_words(line, palette, song, view)
    if view.playhead.playing:
        beat = beat_of(song.sections[view.playhead.section], view.playhead.row)
        sign = "▶ loop" if view.playhead.loop else "▶"
        line.append(f"{sign} {beat.bar}", f"bold {palette.good}")
        queued = view.playhead.queued
        if queued is not None and queued < len(song.order):
            line.append(f" → {visible(song.sections[song.order[queued]].name)}", palette.warn)
    return line


def _section_words(line: Text, palette: Palette, song: Song, view: View) -> None:
    """The section of the cursor, where in the order it is, and what holds in it."""
    index = view.cursor.section
    section, flow, key = song.sections[index], song.flow(index), song.key_at(index)
    if len(song.sections) > 1 or len(song.order) > 1:
        _pair(line, palette, "section", f"{visible(section.name)} ({index + 1}/{len(song.sections)})")
        passage = passage_of(song.order, index, view.passage)
        place = "never sounds" if passage is None else f"{passage + 1} of {len(song.order)}"
        _pair(line, palette, "order", place)
    _pair(line, palette, "♩", f"{flow.tempo:g}")
    if flow.swings:
        _pair(line, palette, "swing", f"{flow.swing.percent}%")
    _pair(line, palette, "", str(section.meter))
    if key is not None:
        _pair(line, palette, "", str(key))


def _pair(line: Text, palette: Palette, name: str, value: str) -> None:
    line.append(f"{name} " if name else "", palette.dim)
    line.append(f"{value}  ", palette.text)


def cell_line(palette: Palette, words: str, view: View) -> Text:
    """The cell under the cursor in words, or why its text was refused."""
    if view.editor is not None and view.editor.problem is not None:
        return Text(f" {visible(view.editor.problem.what)} The cell is as it was.", palette.bad)
    return Text(f" {words}", palette.text)


def keys_to_know(line: Text, palette: Palette, keys: tuple[tuple[str, str], ...], width: int) -> None:
    """Add keys with what they do, as many as there is room for."""
    for key, does in keys:
        if cell_len(line.plain) + cell_len(key) + len(does) + 1 > width:
            break
        line.append(f"{key} ", f"bold {palette.accent}")
        line.append(f"{does}  ", palette.dim)


def work_line(palette: Palette, work: Work) -> Text:
    """A progress bar, what is being done, and how to stop it."""
    done = round(work.fraction * _BAR_WIDTH)
    line = Text(f" {work.label} ", f"bold {palette.bright}")
    line.append("━" * done, palette.accent)
    line.append("─" * (_BAR_WIDTH - done), palette.rule)
    line.append(f" {round(100 * work.fraction):3d} %  ", palette.text)
    line.append(f"{work.seconds:.0f} s  {visible(work.text)}  ", palette.dim)
    line.append("Esc ", f"bold {palette.accent}")
    line.append("cancel", palette.dim)
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
    keys_to_know(line, palette, keymap.hints(_GHOST_KEYS), width)
    return line
