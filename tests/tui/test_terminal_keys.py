"""What a terminal can send, told by Textual's own parser, and the key tester that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_action_registry import NEVER_ARRIVES
from textual import events
from textual._xterm_parser import XTermParser
from textual.widgets import RichLog, Static

from tuicomposer.tui.actions import ACTIONS, BY_ID
from tuicomposer.tui.key_names import parse_key
from tuicomposer.tui.key_tester import KeyTester, said_of
from tuicomposer.tui.keymap import ORIGINALS, PLAIN, Keymap
from tuicomposer.tui.keymap_files import named_keymap
from tuicomposer.tui.terminal_keys import Terminal, other_way, twin, unsent, why_not

OLD, KITTY = Terminal(False, "xterm-256color"), Terminal(True, "xterm-kitty")


def arrives(sent: str) -> list[str]:
    """The keys that Textual makes of what a terminal sends."""
    parser = XTermParser()
    return [token.key for data in (sent, "") for token in parser.feed(data) if isinstance(token, events.Key)]


@pytest.mark.parametrize(
    ("meant", "sent", "arrived"),
    [
        ("alt+b", "\x1bb", "ctrl+left"),
        ("alt+f", "\x1bf", "ctrl+right"),
        ("alt+backspace", "\x1b\x7f", "ctrl+w"),
        ("ctrl+i", "\t", "tab"),
        ("ctrl+m", "\r", "enter"),
        ("ctrl+h", "\x08", "backspace"),
    ],
)
def test_what_never_arrives_is_what_the_parser_makes_of_it(meant: str, sent: str, arrived: str) -> None:
    assert arrives(sent) == [arrived]
    assert why_not(meant, OLD)
    assert twin(arrived, OLD)
    assert why_not(meant, KITTY) == ""


def test_the_originals_arrive_under_their_names_with_the_kitty_protocol() -> None:
    sent = {
        "alt+b": "\x1b[98;3u",
        "alt+f": "\x1b[102;3u",
        "ctrl+i": "\x1b[105;5u",
        "ctrl+shift+v": "\x1b[118;6u",
        "ctrl+shift+z": "\x1b[122;6u",
        "ctrl+backspace": "\x1b[127;5u",
        "alt+backspace": "\x1b[127;3u",
        "ctrl+enter": "\x1b[13;5u",
        "caps_lock": "\x1b[57358u",
        "divide": "\x1b[57410u",
        "multiply": "\x1b[57411u",
        **{f"alt+{digit}": f"\x1b[{48 + digit};3u" for digit in range(10)},
    }
    assert {key for keys in ORIGINALS.values() for key in keys} == set(sent)
    for key, codes in sent.items():
        assert arrives(codes) == [key]
        assert why_not(key, OLD)


@pytest.mark.parametrize("sent", ["\x1b[1;2A", "\x1b[1;5C", "\x1bu", "\x1b[24~", "\x1b[Z", "\x1b[6;3~"])
def test_what_arrives_is_not_complained_of(sent: str) -> None:
    (key,) = arrives(sent)
    assert why_not(key, OLD) == ""


def test_every_key_of_the_registry_arrives_in_any_terminal() -> None:
    for action in ACTIONS:
        for key in () if action.typed else action.keys:
            assert not why_not(key, OLD), key
            assert not NEVER_ARRIVES.match(key), key


def test_each_key_that_does_not_arrive_has_one_that_does() -> None:
    lost = {one.key: one for one in unsent(PLAIN, OLD)}
    assert lost["Alt+B"].instead == '"'
    assert lost["Alt+B"].why == "arrives as Ctrl+←"
    assert lost["Ctrl+Shift+Z"].instead == "Ctrl+Y"
    assert unsent(PLAIN, KITTY) == ()
    console = {one.key for one in unsent(PLAIN, Terminal(False, "linux"))}
    assert {"Shift+↓", "Ctrl+→"} <= console
    assert all(one.instead for one in unsent(PLAIN, Terminal(False, "linux")))
    plain = {one.action: one.instead for one in unsent(PLAIN, Terminal(False, "linux"))}
    assert plain["Next section"] == "\\ >"
    assert plain["Previous candidate"] == "\\ ["
    assert plain["Delete a row"] == "\\ X"
    assert plain["Piano roll"] == "\\ P"


@pytest.mark.parametrize("name", ["plain", "impulse", "renoise"])
@pytest.mark.parametrize("terminal", [OLD, Terminal(False, "linux"), Terminal(False, "screen")])
def test_nothing_is_left_to_the_palette_alone_whatever_the_terminal_loses(
    terminal: Terminal, name: str
) -> None:
    """Each action by a key that arrives, by letters of a menu, or by marking and then an arrow."""
    keymap = named_keymap(name, Path("nowhere"))
    for action in ACTIONS:
        arriving = [key for key in keymap.keys_of(action) if not why_not(key, terminal)]
        assert action.typed or arriving or other_way(action, keymap), action.id
    lost = {one.action: one.instead for one in unsent(keymap, terminal)}
    assert not any("Ctrl+P" in instead for instead in lost.values())
    for way in (other_way(action, keymap) for action in ACTIONS):
        for key in way.split():
            assert not why_not(parse_key("Up" if key in "↑↓←→" else key), terminal)


def test_marking_and_an_arrow_stand_for_shift_and_the_arrow() -> None:
    lost = {one.action: one.instead for one in unsent(PLAIN, Terminal(False, "linux"))}
    assert lost["Extend down"] == '" ↓'
    assert other_way(BY_ID["block.down"], Keymap("mine", {"block.mark": ()})) == "\\ m ↓"
    assert lost["Import a recording…"] == "\\ , i"


def test_what_is_said_of_a_key() -> None:
    assert said_of("ctrl+z", None, PLAIN, OLD).split() == ["Ctrl+Z", "ctrl+z", "Undo"]
    assert "Ctrl+I cannot be told from it here" in said_of("tab", None, PLAIN, OLD)
    assert "cannot" not in said_of("tab", None, PLAIN, KITTY)
    assert "note of the piano" in said_of("z", "z", PLAIN, OLD)
    assert said_of("f30", None, PLAIN, OLD).endswith("nothing")


@pytest.mark.parametrize(
    ("terminal", "words"),
    [
        (OLD, "without the kitty keyboard protocol; the keymap"),
        (KITTY, "protocol and reports no releases: notes sound for a moment; the keymap"),
        (KITTY._replace(releases=True), "and reports releases: a note sounds as long as its key is held"),
    ],
)
async def test_the_tester_says_whether_releases_arrive(terminal: Terminal, words: str) -> None:
    tester = KeyTester(PLAIN, terminal)
    async with tester.run_test(size=(100, 30)):
        assert words in str(tester.query_one("#what", Static).content)


async def test_the_tester_cuts_no_line_on_80_columns() -> None:
    tester = KeyTester(PLAIN, OLD)
    async with tester.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+left")
        await pilot.pause()
        log = tester.query_one("#log", RichLog)
        assert all(line.cell_length <= log.scrollable_content_region.width for line in log.lines)
        shown = " ".join(" ".join(line.text for line in log.lines).split())
        assert "arrives as a sign of another keyboard: press K instead." in shown


async def test_the_tester_takes_every_key_and_says_what_is_missing() -> None:
    tester = KeyTester(PLAIN, OLD)
    async with tester.run_test(size=(100, 30)) as pilot:
        left = tester.query_one("#left", Static)
        assert "F5" in str(left.content)
        await pilot.press("f5", "tab", "ctrl+c", "escape", "ctrl+p")
        await pilot.pause()
        assert " F5" not in str(left.content)
        shown = "\n".join(line.text for line in tester.query_one("#log").lines)  # type: ignore[attr-defined]
        for words in (
            "Play from the start",
            "Ctrl+I cannot be told",
            "Copy",
            "All actions",
            'press " instead',
        ):
            assert words in shown
        await pilot.press("ctrl+q")
    assert tester.return_code == 0
