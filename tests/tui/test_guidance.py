"""Find your way: help that knows where the cursor is, the tour, and a palette that finds keys too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from driving import Hands, composing
from textual.command import CommandList
from textual.widgets import Static
from tui_fakes import FakeWorld, ode

from tuicomposer.score.song import Place
from tuicomposer.settings.home import state_folder
from tuicomposer.settings.layouts import LAYOUTS, layout_of
from tuicomposer.tui import screens
from tuicomposer.tui.actions import BY_ID
from tuicomposer.tui.help_topics import DIALOGS, topic_of
from tuicomposer.tui.keymap import PLAIN
from tuicomposer.tui.keymap_files import named_keymap
from tuicomposer.tui.palette_commands import ActionProvider
from tuicomposer.tui.palette_search import OTHER_NAMES
from tuicomposer.tui.screens.help import Help
from tuicomposer.tui.screens.new_song import NewSong
from tuicomposer.tui.screens.tour import PAGES, Tour, page_text
from tuicomposer.tui.view import View
from tuicomposer.wiring.screen import is_first_start


def helped(hands: Hands) -> str:
    """What help says."""
    assert isinstance(hands.app.screen, Help)
    return str(hands.app.screen.query_one("#text", Static).content)


def toured(hands: Hands) -> str:
    """The heading of the tour; empty where there is none."""
    return " ".join(str(one.content) for one in hands.app.screen.query("#title").results(Static))


async def test_help_says_first_what_matters_where_the_cursor_is() -> None:
    async with composing() as hands:
        await hands.press("f1")
        assert helped(hands).startswith("A lane of notes: Melody\n")
        assert helped(hands).index("Octave up") < helped(hands).index("Everything")
        await hands.press("f1", "left", "f1")
        assert helped(hands).startswith("A chord lane: Chords\n")
        await hands.press("escape", "A", "m", "f1")
        assert helped(hands).startswith("A cell that is open\n")
        await hands.press("escape")
        assert hands.composer.view.editor is not None
        assert hands.composer.view.editor.text == "Am"
        await hands.press("escape", "shift+down", "question_mark")
        assert helped(hands).startswith("A block\n")
        await hands.press("escape")


async def test_help_and_tour_name_the_keys_of_the_layout() -> None:
    async with composing() as hands:
        hands.composer.view.entry.layout = LAYOUTS["qwertz"]
        await hands.press("f1")
        assert "The rows of keys from Y and from Q are two octaves" in " ".join(helped(hands).split())
        assert "Y…M Q…P" in helped(hands)
        assert "Z…M" not in helped(hands)
        await hands.press("escape")
        await hands.run("view.tour")
        shown = hands.app.screen.query_one("#words", Static)
        assert "from Y and from Q are a piano" in str(shown.content)


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("qwerty", "The rows from Z and from Q are a piano, up to the E after two octaves;"),
        ("qwertz", "The rows from Y and from Q are a piano, up to the E after two octaves;"),
        ("azerty", "The rows from W and from A are a piano, up to the E after two octaves;"),
        ("dvorak", "The rows from ; and from ' are a piano, up to the E after two octaves;"),
        ("asdfghjkl;xcv", "The row from A is a piano, up to the C after an octave;"),
        ("asdfghj qwertyu zxcv", "The rows from A and from Q and from Z are a piano, up to the D#"),
    ],
)
async def test_the_whole_list_of_help_speaks_of_the_rows_of_the_layout(layout: str, words: str) -> None:
    async with composing() as hands:
        hands.composer.view.entry.layout = layout_of(layout)
        await hands.press("f1")
        text = " ".join(helped(hands).split())
        assert words in text
        assert ("from Z and from Q" in text) == (layout == "qwerty")


async def test_help_in_a_dialog_is_about_the_dialog_and_leads_back_to_it() -> None:
    async with composing() as hands:
        await hands.press("ctrl+n", "f1")
        assert helped(hands).startswith("A new song\n")
        await hands.press("escape")
        assert isinstance(hands.app.screen, NewSong)
        await hands.press("escape")


async def test_help_shows_the_keys_of_the_keymap(tmp_path: Path) -> None:
    world = FakeWorld(keymap=named_keymap("impulse", tmp_path))
    async with composing(world=world) as hands:
        await hands.press("f1")
        lines = [line.split() for line in helped(hands).splitlines()]
        assert ["Open…", "F9", "Ctrl+O"] in lines
        await hands.press("f1")


def test_topics_name_dialogs_and_actions_that_are_there() -> None:
    assert set(DIALOGS) <= set(screens.__all__)
    song, view = ode(), View(cursor=Place(0, 1, 0))
    for lane in range(len(song.lanes)):
        view.cursor = Place(0, lane, 0)
        assert all(action in BY_ID for action in topic_of(song, view).actions)
    locked = replace(song.lanes[1], locked=True)
    view.cursor = Place(0, 1, 0)
    assert (
        "It is locked"
        in topic_of(replace(song, lanes=(song.lanes[0], locked, *song.lanes[2:])), view).sentence
    )


async def test_the_tour_comes_once_goes_on_and_back_and_ends() -> None:
    async with composing(world=FakeWorld(first_start=True)) as hands:
        await hands.until(lambda: "1 of 6" in toured(hands))
        await hands.press("enter", "right", "left")
        await hands.until(lambda: "2 of 6" in toured(hands))
        for _ in range(len(PAGES) - 1):
            await hands.press("enter")
        await hands.until(lambda: hands.app.screen is hands.composer)
        await hands.run("view.tour")
        assert isinstance(hands.app.screen, Tour)
        await hands.press("escape")
        assert hands.app.screen is hands.composer
        assert hands.song == ode()


@pytest.mark.parametrize("name", ["plain", "impulse", "renoise"])
def test_the_tour_names_keys_that_are_there(name: str, tmp_path: Path) -> None:
    keymap = named_keymap(name, tmp_path)
    for page in PAGES:
        text = page_text(page, keymap)
        assert "{" not in text
        assert len(text) < 7 * 64
    assert page_text(PAGES[4], PLAIN).startswith("Ctrl+Z takes back any change")


def test_the_first_start_is_the_first_once_and_only_where_that_can_be_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert [is_first_start(), is_first_start()] == [True, False]
    assert (state_folder() / "tour.seen").exists()
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert not is_first_start()


async def test_the_palette_finds_an_action_by_name_sentence_and_key() -> None:
    async with composing() as hands:
        provider = ActionProvider(hands.composer)
        for query, wanted in (("undo list", "Undo list…"), ("falls silent", "Stop"), ("alt+t", "Undo list…")):
            hits = [hit async for hit in provider.search(query)]
            best = max(hits, key=lambda hit: hit.score)
            assert wanted in str(best.match_display)


async def found(hands: Hands, query: str) -> list[str]:
    """What the palette lists for a query, the best first."""
    hits = [hit async for hit in ActionProvider(hands.composer).search(query)]
    return [str(hit.match_display) for hit in sorted(hits, key=lambda hit: hit.score, reverse=True)]


async def test_words_that_begin_as_typed_come_before_letters_found_here_and_there() -> None:
    async with composing() as hands:
        keys = await found(hands, "key")
        assert keys[:2] == ["Key…  (\\ , k)", "Section key…  (\\ , K)"]
        beginning = [name for name in keys if "key" in name.casefold()]
        assert keys[: len(beginning)] == beginning
        for query, wanted in (
            ("backup", "Earlier versions…"),
            ("bpm", "Tempo…"),
            ("rows a beat", "Rows a beat…"),
            ("f5", "Play from the start"),
            ("tmpo", "Tempo…"),
            ("\\ t", "Flip"),
            ("\\O", "Octave higher"),
            ("\\ o", "Octave lower"),
            ("type notes", "Type notes"),
            ("type chords", "Type chords"),
        ):
            assert (await found(hands, query))[0].startswith(wanted), query


async def test_the_palette_says_how_notes_are_typed() -> None:
    async with composing() as hands:
        hands.composer.view.entry.layout = LAYOUTS["azerty"]
        await hands.press("ctrl+p", *"type notes")
        await hands.until(lambda: hands.app.screen.query_one(CommandList).highlighted is not None)
        await hands.press("enter")
        await hands.until(lambda: "from W" in hands.line("cell"))
        assert hands.app.screen is hands.composer


async def test_the_palette_says_so_where_nothing_is_found() -> None:
    async with composing() as hands:
        assert await found(hands, "[b]qzx") == ["No action is found for “[b]qzx”."]
        await hands.press("ctrl+p", *"qzx", "enter")
        await hands.until(lambda: hands.app.screen is hands.composer)
        assert hands.song == ode()


def test_other_names_are_of_actions_that_are_there() -> None:
    assert set(OTHER_NAMES) <= set(BY_ID)


async def test_who_writes_already_is_not_stopped_by_the_tour() -> None:
    async with composing() as hands:
        await hands.press("z")
        hands.world.first_start = True
        hands.composer.commands.guidance.begin()
        await hands.settle()
        assert hands.app.screen is hands.composer
        assert "New here?" in hands.line("cell")


@pytest.mark.parametrize(
    ("opens", "says"), [("alt+w", "counted in rows"), ("alt+d", "A locked lane is never")]
)
async def test_the_form_and_the_lanes_are_explained_where_one_is(opens: str, says: str) -> None:
    async with composing() as hands:
        await hands.press(opens)
        sheet = hands.app.screen
        await hands.press("f1")
        assert isinstance(hands.app.screen, Help)
        assert says in " ".join(str(one.render()) for one in hands.app.screen.query(Static))
        await hands.press("escape")
        assert hands.app.screen is sheet
