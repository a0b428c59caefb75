"""Presses, repetitions and releases, as terminals with the kitty keyboard protocol send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tuicomposer.tui.key_strokes import KeyboardFlags, KeyPressed, KeyReleased
from tuicomposer.tui.kitty_keys import NOTHING, kitty_key
from tuicomposer.tui.terminal_input import PromptParser


def read(*pieces: str) -> list[Message]:
    """What comes of pieces that arrive one after another."""
    parser = PromptParser()
    return [message for piece in pieces for message in parser.feed(piece)]


def told(*pieces: str) -> list[str]:
    """The same in words: the sign says what happened, the brackets hold the code."""
    words = []
    for message in read(*pieces):
        if isinstance(message, KeyReleased):
            words.append(f"-{message.key} [{message.code}]")
        elif isinstance(message, KeyPressed):
            sign = "=" if message.stroke.repeated else "+"
            words.append(f"{sign}{message.key} {message.character!r} [{message.stroke.code}]")
        elif isinstance(message, events.Key):
            words.append(message.key)
        elif isinstance(message, KeyboardFlags):
            words.append(f"flags {message.flags}")
    return words


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        ("\x1b[122;;122u", "+z 'z' [122u]"),
        ("\x1b[122;1:1;122u", "+z 'z' [122u]"),
        ("\x1b[122;1:2;122u", "=z 'z' [122u]"),
        ("\x1b[122;1:3u", "-z [122u]"),
        ("\x1b[122u", "+z 'z' [122u]"),
        ("\x1b[122;;90u", "+Z 'Z' [122u]"),
        ("\x1b[120;2;88u", "+X 'X' [120u]"),
        ("\x1b[120;2:3u", "-shift+x [120u]"),
        ("\x1b[97:65;2;65u", "+A 'A' [97u]"),
        ("\x1b[97:65;2:3u", "-shift+a [97u]"),
        ("\x1b[1089::99;1:3u", "-с [1089u]"),
        ("\x1b[38;2:1;49u", "+1 '1' [38u]"),
        ("\x1b[122;5u", "+ctrl+z None [122u]"),
        ("\x1b[122;5:2u", "=ctrl+z None [122u]"),
        ("\x1b[122;69:3u", "-ctrl+z [122u]"),
        ("\x1b[0;;229u", "+å 'å' []"),
        ("\x1b[57441u", "+left_shift None [57441u]"),
        ("\x1b[57441;2:3u", "-left_shift [57441u]"),
        ("\x1b[A", "+up None [1A]"),
        ("\x1b[1;1:1A", "+up None [1A]"),
        ("\x1b[1;1:2A", "=up None [1A]"),
        ("\x1b[1;1:3A", "-up [1A]"),
        ("\x1b[1;6:2C", "=ctrl+shift+right None [1C]"),
        ("\x1b[3~", "+delete None [3~]"),
        ("\x1b[3;1:2~", "=delete None [3~]"),
        ("\x1b[3;1:3~", "-delete [3~]"),
        ("\x1b[13;1:3~", "-f3 [13~]"),
        ("\x1b[1;1:3P", "-f1 [1P]"),
        ("\x1b[13;1:3u", "-enter [13u]"),
        ("\x1b[?0u", "flags 0"),
        ("\x1b[?27u", "flags 27"),
    ],
)
def test_each_form_of_a_key_wherever_it_is_cut(sequence: str, words: str) -> None:
    assert told(sequence) == [words]
    for cut in range(1, len(sequence)):
        assert told(sequence[:cut], sequence[cut:]) == [words]


def test_what_repeats_has_the_name_and_the_text_of_what_is_pressed() -> None:
    for press, repeat in (("\x1b[97;2;65u", "\x1b[97;2:2;65u"), ("\x1b[6;3~", "\x1b[6;3:2~")):
        first, second = read(press + repeat)
        assert isinstance(first, KeyPressed)
        assert isinstance(second, KeyPressed)
        assert (first.key, first.character) == (second.key, second.character)


def test_keys_keep_their_order_and_plain_characters_are_keys_without_more() -> None:
    assert told("\x1b[122;;122u\x1b[120;;120u\x1b[122;1:3uq\x1b[120;1:3u") == [
        "+z 'z' [122u]",
        "+x 'x' [120u]",
        "-z [122u]",
        "q",
        "-x [120u]",
    ]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[122;1:4u",
        "\x1b[122;1:0u",
        "\x1b[1114112u",
        "\x1b[55296u",
        "\x1b[97;;1114112u",
        "\x1b[97;;97:57343u",
        "\x1b[:;u",
        "\x1b[383;383:18044:0u",
        "\x1b[1;2;3;u",
        "\x1b[٣;1u",
        "\x1b[99999999999999u",
    ],
)
def test_the_form_of_a_key_without_the_sense_of_one_is_passed_over(sequence: str) -> None:
    assert told(sequence + "z")[-1] == "z"


def test_a_terminal_without_cells_has_no_mouse() -> None:
    assert not [one for one in read("\x1b[48;0;0;0;0t\x1b[<0;1;1M") if isinstance(one, events.MouseEvent)]


PIECES = st.sampled_from(
    [
        "\x1b",
        "[",
        "?",
        ";",
        ":",
        "u",
        "~",
        "A",
        "R",
        "M",
        "t",
        "<",
        "z",
        "$y",
        "\x1b[",
        "\x1b[97;1",
        "\x1b[48;0;0;0;0t",
        "\x1b[<0;1;1M",
    ]
) | st.integers(0, 2**40).map(str)


@given(st.lists(PIECES | st.text(max_size=3), max_size=40))
def test_no_characters_break_the_parser(pieces: list[str]) -> None:
    parser = PromptParser()
    for piece in (*pieces, ""):
        list(parser.feed(piece) if piece else parser.tick())


@given(st.binary(max_size=60))
def test_no_bytes_break_the_parser(data: bytes) -> None:
    read("\x1b[" + data.decode("utf-8", "replace"))


FIELDS = st.lists(st.integers(0, 2**21) | st.just(""), max_size=4).map(lambda each: ":".join(map(str, each)))


@given(st.lists(FIELDS, max_size=4).map(";".join), st.sampled_from("u~ABCDEFHPQRS"))
def test_any_fields_are_a_key_or_nothing(fields: str, end: str) -> None:
    found = kitty_key(f"\x1b[{fields}{end}")
    assert found is not None
    assert found is NOTHING or found.plain.startswith("\x1b[")
    read(f"\x1b[{fields}{end}z")
