"""A MIDI keyboard: notes with their velocity, takes with real lengths, held chords as symbols."""

from __future__ import annotations

from driving import composing
from hypothesis import given
from hypothesis import strategies as st
from tui_fakes import FakeMidi, FakePlayhead, FakeWorld

from tuicomposer.playback.midi_input import KeyStroke
from tuicomposer.score.cells import ChordCell, Note, Off
from tuicomposer.score.chord import parse_chord
from tuicomposer.score.song import new_song
from tuicomposer.tui.held_keys import HeldKeys

MELODY = 1


async def test_keys_write_notes_and_held_chords_write_symbols() -> None:
    async with composing(new_song(), world=FakeWorld(midi=FakeMidi("Keystation"))) as hands:
        await hands.run("play.midi")
        await hands.until(lambda: hands.composer.view.entry.midi == "Keystation")
        await hands.until(lambda: "Playing on Keystation." in hands.line("cell"))
        hands.world.midi.play(64, velocity=70)
        await hands.until(lambda: hands.cell(MELODY, 0) == Note(64, 70))
        await hands.press("left", "home")
        hands.world.midi.play(52, 55, 60)
        await hands.until(lambda: hands.cell(0, 0) == ChordCell(parse_chord("C/E")))
        assert ("audition", 0, parse_chord("C/E")) in hands.world.player.heard
        hands.world.midi.play(60, 61, 62)
        await hands.until(lambda: "C4 C#4 D4 is no chord known here." in hands.line("cell"))
        await hands.run("play.midi")
        assert hands.world.midi.listener is None


async def test_in_a_take_a_note_ends_where_its_key_is_let_go() -> None:
    async with composing(new_song(), world=FakeWorld(midi=FakeMidi("Keystation"))) as hands:
        await hands.run("play.midi")
        await hands.until(lambda: bool(hands.composer.view.entry.midi))
        await hands.press("at")
        listener = hands.world.midi.listener
        assert listener is not None
        listener(KeyStroke(64, 70, 0.0))
        await hands.until(lambda: hands.cell(MELODY, 0) == Note(64, 70))
        hands.world.player.playhead = FakePlayhead(True, tick=0, at=0.0)
        listener(KeyStroke(64, 0, 0.62))
        await hands.until(lambda: hands.cell(MELODY, 4) == Off())


async def test_a_take_of_chords_begins_with_the_first_finger() -> None:
    async with composing(new_song(), world=FakeWorld(midi=FakeMidi("Keystation"))) as hands:
        await hands.run("play.midi")
        await hands.until(lambda: bool(hands.composer.view.entry.midi))
        hands.composer.point(0, 0)
        await hands.press("at")
        listener = hands.world.midi.listener
        assert listener is not None
        listener(KeyStroke(60, 70, 0.0))
        await hands.until(lambda: ("play", 0) in hands.world.player.heard)
        listener(KeyStroke(64, 70, 0.01))
        listener(KeyStroke(67, 70, 0.02))
        hands.world.player.playhead = FakePlayhead(True, tick=0, at=0.05)
        for pitch in (60, 64, 67):
            listener(KeyStroke(pitch, 0, 0.6))
        await hands.until(lambda: hands.cell(0, 0) == ChordCell(parse_chord("C")))
        listener(KeyStroke(57, 70, 1.2))
        for pitch in (60, 64):
            listener(KeyStroke(pitch, 70, 1.2))
        for pitch in (57, 60, 64):
            listener(KeyStroke(pitch, 0, 1.3))
        await hands.until(lambda: hands.cell(0, 8) == ChordCell(parse_chord("Am")))


async def test_without_a_keyboard_one_sentence_says_so() -> None:
    async with composing(new_song()) as hands:
        await hands.run("play.midi")
        await hands.until(lambda: bool(hands.told))
        assert hands.told == ["No MIDI keyboard is connected. Connect one, then open it again."]


@given(st.lists(st.tuples(st.integers(60, 66), st.booleans()), max_size=30))
def test_the_chord_is_the_most_keys_that_were_held_together(strokes: list[tuple[int, bool]]) -> None:
    keys, down, most = HeldKeys(), set[int](), 0
    for pitch, goes_down in strokes:
        if goes_down:
            keys.struck(pitch)
            down.add(pitch)
            most = max(most, len(down))
            continue
        chord = keys.released(pitch)
        down.discard(pitch)
        assert (len(chord) == most) if not down else not chord
        most = most if down else 0
        assert keys.down == down
