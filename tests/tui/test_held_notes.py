"""Where the terminal tells when a key goes up, a note sounds as long as its key is held.

Keys come as the driver hands them on: with a code where their release will be told, without elsewhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from driving import Hands, composing
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message
from tui_fakes import FakePlayhead, FakeWorld

from tuicomposer.playback.clock import ManualClock
from tuicomposer.playback.events import AUDITION_CHANNEL, Kind
from tuicomposer.playback.player import Player
from tuicomposer.playback.synth import RecordingSynth
from tuicomposer.score.cells import Note, Off
from tuicomposer.score.song import new_song
from tuicomposer.tui.held_notes import HeldNotes
from tuicomposer.tui.key_strokes import KeyPressed, KeyReleased, Stroke

MELODY = 1


def down(key: str) -> Message:
    return KeyPressed(key, key, Stroke(f"{ord(key)}u"))


def again(key: str) -> Message:
    return KeyPressed(key, key, Stroke(f"{ord(key)}u", repeated=True))


def up(key: str) -> Message:
    return KeyReleased(key, f"{ord(key)}u")


async def send(hands: Hands, *messages: Message) -> None:
    """Hand on what the terminal sent, all in one go, as the driver does."""
    driver = hands.app._driver
    assert driver is not None
    for message in messages:
        driver.send_message(message)
    await hands.settle()


def heard(hands: Hands) -> list[tuple[object, ...]]:
    """What the player was told of single notes."""
    return [told for told in hands.world.player.heard if told[0] in {"audition", "hold", "let go"}]


def pitches(hands: Hands) -> list[int]:
    column = hands.song.sections[0].columns[MELODY]
    return [cell.pitch for cell in column if isinstance(cell, Note)]


@pytest.fixture
async def hands() -> AsyncIterator[Hands]:
    async with composing(new_song()) as opened:
        yield opened


async def test_a_note_sounds_until_its_key_goes_up(hands: Hands) -> None:
    await send(hands, down("z"))
    assert heard(hands) == [("hold", MELODY, 60)]
    assert pitches(hands) == [60]
    await send(hands, up("z"))
    assert heard(hands) == [("hold", MELODY, 60), ("let go", 60)]


async def test_repetitions_neither_write_nor_sound(hands: Hands) -> None:
    await send(hands, down("z"), *map(again, "z" * 20), up("z"))
    assert heard(hands) == [("hold", MELODY, 60), ("let go", 60)]
    assert pitches(hands) == [60]
    await send(hands, *map(again, "xxx"))
    assert pitches(hands) == [60], "the stroke went elsewhere"


async def test_keys_that_are_held_together_sound_together(hands: Hands) -> None:
    await send(hands, down("z"), down("c"), down("b"), up("c"))
    assert heard(hands) == [*(("hold", MELODY, pitch) for pitch in (60, 64, 67)), ("let go", 64)]
    await send(hands, up("z"), up("b"))
    assert heard(hands)[-2:] == [("let go", 60), ("let go", 67)]
    assert pitches(hands) == [60, 64, 67]


async def test_in_a_jam_keys_are_held_as_well(hands: Hands) -> None:
    await hands.press("exclamation_mark")
    await send(hands, down("z"), again("z"), down("c"), up("z"), up("c"))
    assert heard(hands) == [
        ("hold", MELODY, 60),
        ("hold", MELODY, 64),
        ("let go", 60),
        ("let go", 64),
    ]
    assert pitches(hands) == []


async def test_a_burst_keeps_the_order_of_presses_and_releases(hands: Hands) -> None:
    keys = "zxcvbnm" * 3
    await send(hands, *(message for key in keys for message in (down(key), up(key))))
    assert [told[0] for told in heard(hands)] == ["hold", "let go"] * len(keys)


async def test_elsewhere_a_note_sounds_for_its_moment_and_repetitions_are_typing(hands: Hands) -> None:
    await send(hands, *(events.Key("z", "z") for _ in range(3)), KeyPressed("x", "x"), up("x"))
    assert heard(hands) == [("audition", MELODY, 60)] * 3 + [("audition", MELODY, 62)]
    assert pitches(hands) == [60, 60, 60, 62]


async def test_other_keys_repeat_and_their_releases_do_nothing(hands: Hands) -> None:
    arrow = [KeyPressed("down", None, Stroke("1B", repeated=one > 0)) for one in range(4)]
    await send(hands, *arrow, KeyReleased("down", "1B"), KeyReleased("ctrl+q", "113u"))
    assert hands.cursor.row == 4
    assert heard(hands) == []


async def test_letters_and_degrees_are_held_too(hands: Hands) -> None:
    await hands.press("tilde")
    await send(hands, down("g"), again("g"), up("g"))
    assert [told[0] for told in heard(hands)] == ["hold", "let go"]


async def test_in_the_chord_lane_text_repeats_as_ever(hands: Hands) -> None:
    await hands.press("left")
    await send(hands, down("c"), again("c"), up("c"))
    assert hands.composer.view.editor is not None
    assert hands.composer.view.editor.text.casefold() == "cc"
    assert heard(hands) == []


async def test_a_refused_note_is_not_held(hands: Hands) -> None:
    await hands.press("number_sign")
    await send(hands, down("s"), up("s"))
    assert heard(hands) == []


async def test_without_focus_nothing_is_held(hands: Hands) -> None:
    await send(hands, down("z"), down("x"), events.AppBlur())
    await hands.until(lambda: ("let go", 62) in heard(hands))
    assert heard(hands)[2:] == [("let go", 60), ("let go", 62)]
    await send(hands, events.AppFocus(), again("z"), up("z"), down("c"))
    assert heard(hands)[4:] == [("hold", MELODY, 64)]


async def test_a_dialog_lets_go(hands: Hands) -> None:
    await send(hands, down("z"))
    await hands.press("f1")
    assert hands.app.screen is not hands.composer
    assert heard(hands) == [("hold", MELODY, 60), ("let go", 60)]
    await send(hands, up("z"))
    await hands.press("escape")
    assert heard(hands) == [("hold", MELODY, 60), ("let go", 60)]


async def test_what_waited_behind_the_opening_of_a_dialog_sounds_for_a_moment(hands: Hands) -> None:
    hands.composer.grid.has_focus = False
    await send(hands, down("z"))
    assert heard(hands) == [("audition", MELODY, 60)]


async def test_another_song_a_suspended_program_and_a_resumed_one_let_go(hands: Hands) -> None:
    await send(hands, down("z"))
    hands.composer.open_song(new_song(), None)
    assert heard(hands)[-1] == ("let go", 60)
    await send(hands, down("x"))
    hands.app.app_suspend_signal.publish(hands.app)
    assert heard(hands)[-1] == ("let go", 62)
    await send(hands, down("c"))
    hands.app.app_resume_signal.publish(hands.app)
    await hands.settle()
    assert heard(hands)[-1] == ("let go", 64)


async def test_a_key_whose_release_was_lost_sounds_once_when_it_is_struck_again(hands: Hands) -> None:
    await hands.press("exclamation_mark")
    await send(hands, down("z"))
    await hands.press("greater_than_sign")
    await send(hands, down("z"), up("z"))
    assert heard(hands) == [
        ("hold", MELODY, 60),
        ("let go", 60),
        ("hold", MELODY, 72),
        ("let go", 72),
    ]


async def test_in_a_take_a_note_ends_where_its_key_goes_up(hands: Hands) -> None:
    await hands.press("at")
    await send(hands, down("z"), again("z"))
    assert hands.cell(MELODY, 0) == Note(60, hands.composer.view.velocity)
    hands.world.player.playhead = FakePlayhead(True, tick=0, at=0.0)
    hands.world.now = 0.62
    await send(hands, up("z"))
    assert hands.cell(MELODY, 4) == Off()
    hands.world.now = 1.2
    await send(hands, down("x"))
    hands.world.now = 1.21
    await send(hands, down("x"))
    assert pitches(hands) == [60, 62]
    hands.world.now = 1.8
    await send(hands, down("c"), up("x"))
    assert [cell for cell in hands.song.sections[0].columns[MELODY] if isinstance(cell, Off)] == [Off()]


async def test_the_synthesizer_hears_the_press_and_the_release() -> None:
    clock = ManualClock()
    synth = RecordingSynth(clock)
    world, player = FakeWorld(), Player(new_song(), lambda: synth, clock=clock)
    world.player = player  # type: ignore[assignment]
    async with composing(new_song(), world=world) as hands:
        for messages in ([down("z")], [again("z"), down("c")], [up("z")], [events.AppBlur()]):
            await send(hands, *messages)
            player.pump()
            clock.advance(3.0)
        notes = [(at, event) for at, event in synth.played if event.kind in (Kind.NOTE_ON, Kind.NOTE_OFF)]
    assert {event.channel for _, event in notes} == {AUDITION_CHANNEL}
    assert [(at, event.kind, event.number) for at, event in notes] == [
        (0.0, Kind.NOTE_ON, 60),
        (3.0, Kind.NOTE_ON, 64),
        (6.0, Kind.NOTE_OFF, 60),
        (9.0, Kind.NOTE_OFF, 64),
    ]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(60, 63), st.booleans()), max_size=30))
def test_every_note_that_is_struck_ends_when_its_last_key_goes_up(
    strokes: list[tuple[str, int, bool]],
) -> None:
    held, owners = HeldNotes(), dict[int, str]()
    for code, pitch, goes_down in strokes:
        if goes_down:
            held.struck(code, pitch)
            owners[pitch] = code
        else:
            ended = held.released(code)
            assert set(ended) == {one for one, owner in owners.items() if owner == code}
            owners = {one: owner for one, owner in owners.items() if owner != code}
    assert set(held.all_released()) == set(owners)
    assert held.all_released() == ()
