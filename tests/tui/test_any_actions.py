"""No sequence of actions breaks the song, loses a step or raises: the commands at a desk without a screen."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import composing
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tui_fakes import AT_ONCE, FakeGenerator, FakePlayer, FakeWorld, ode

from tests.strategies import songs
from tuicomposer.errors import ComposerError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Failed, Generated, GenerateRequest, Judged, JudgeRequest
from tuicomposer.score.blocks.block import fits
from tuicomposer.score.document import Change, Document
from tuicomposer.score.edits import Edit, ReplaceSections, apply
from tuicomposer.score.search import parse_query
from tuicomposer.score.song import Place, Song, new_song
from tuicomposer.tui import screens
from tuicomposer.tui.actions import ACTIONS
from tuicomposer.tui.block_menu import ACTION_OF_LETTER
from tuicomposer.tui.commands.table import ACTION_OF_KEY, Commands
from tuicomposer.tui.cursor import clamped
from tuicomposer.tui.keys import NOTE_KEYS
from tuicomposer.tui.view import View
from tuicomposer.tui.wish import Scope, Wish

ELSEWHERE = (
    *("song.open", "song.new", "song.example", "song.save", "song.save_as", "song.export", "song.quit"),
    "play.record",
)
"""Actions that leave the song or reach for a disk; takes, whose changes become a step when they end."""
IDS = sorted(action.id for action in ACTIONS if not action.typed and action.id not in ELSEWHERE)
BLOCK_IDS = [name for name in IDS if name.startswith("block.")]
TEXTS = ("", "C", "F#4", "Am7", "G major", "3/4", "80", "140", "C4:2 E4 G4", "C | Am F", "\x1b[31m", "7")


class DeskAlone:
    """A desk without a screen: dialogs are answered at once, pictures are not drawn."""

    def __init__(self, song: Song) -> None:
        self.document = Document(song)
        self.document.subscribe(self._changed)
        self.ports = FakeWorld().ports
        self.player = FakePlayer()
        self.path: Path | None = None
        self.view = View(cursor=clamped(song, Place(0, 1, 0)))
        self.answers: Callable[[Any], object] = lambda screen: None
        self.requests: list[GenerateRequest | JudgeRequest] = []
        self.commands = Commands(self, AT_ONCE)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Whatever only draws or tells."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_, **__: None

    def _changed(self, change: Change) -> None:
        self.view.selection.fit(change.song, self.view.cursor)
        self.view.cursor = clamped(change.song, self.view.cursor)
        self.commands.generating.song_changed(change)

    def do(self, edit: Edit, label: str) -> bool:
        try:
            self.document.do(edit, label)
        except ComposerError:
            return False
        return True

    def move(self, place: Place) -> None:
        self.view.cursor = clamped(self.document.song, place)

    def ask(self, screen: Any, then: Callable[[Any], None]) -> None:
        answer = self.answers(screen)
        if answer is not None:
            then(answer)

    def is_free(self) -> bool:
        return True

    def start_work(self, label: str, cancel: Callable[[], None]) -> bool:
        return True

    def cancel_work(self) -> bool:
        return False

    def submit(self, request: GenerateRequest | JudgeRequest) -> CancelToken:
        self.requests.append(request)
        return CancelToken()


def answer_from(draw: random.Random) -> Callable[[Any], object]:
    """Answers to dialogs, some of them none."""

    def answer(screen: Any) -> object:
        match screen:
            case screens.BlockMenu():
                return draw.choice(sorted(ACTION_OF_LETTER.values()))
            case screens.Clips():
                return 0
            case screens.Find():
                by = draw.choice([None, parse_query("D"), parse_query("Bb2"), parse_query("Dm7")])
                return Wish(parse_query(draw.choice(["C", "G4", "Am"])), by, draw.choice([*Scope]))
            case screens.Prompt():
                return next((text for text in draw.sample(TEXTS, len(TEXTS)) if accepted(screen, text)), None)
            case screens.GenerateDialog():
                return screen._plan
        return None

    return answer


def accepted(prompt: Any, text: str) -> bool:
    """Whether a prompt takes a text."""
    try:
        prompt._check(text)
    except ComposerError:
        return False
    return True


class Ledger:
    """What undo and redo must bring back, kept beside the document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._songs = [document.song]
        self._now = 0
        document.subscribe(self._changed)

    def _changed(self, change: Change) -> None:
        if change.label.startswith(("Undo ", "Redo ")):
            self._now += -1 if change.label.startswith("Undo ") else 1
            assert change.song == self._songs[self._now]
        elif change.song != self._songs[self._now]:
            self._now += 1
            self._songs[self._now :] = [change.song]

    def check(self) -> None:
        """The document is where it should be, and has a step for each change."""
        document = self._document
        assert document.song == self._songs[self._now]
        assert len(document.steps.done) == self._now
        assert len(document.steps.undone) == len(self._songs) - 1 - self._now

    def walk(self) -> None:
        """Back to the first song and forth to the last, through every one between."""
        while self._document.undo() is not None:
            self.check()
        assert self._document.song == self._songs[0]
        while self._document.redo() is not None:
            self.check()
        assert self._document.song == self._songs[-1]


class AnyActions(RuleBasedStateMachine):
    """A person with restless hands."""

    @initialize(
        song=st.sampled_from([ode(), new_song(bars=1)]) | songs(max_lanes=4, max_sections=2, max_rows=16)
    )
    def sit_down(self, song: Song) -> None:
        self.desk = DeskAlone(song)
        self.ledger = Ledger(self.desk.document)

    @rule(seed=st.integers(0, 2**16))
    def run(self, seed: int) -> None:
        """Many actions from one number, because hypothesis draws slowly."""
        draw = random.Random(seed)
        self.desk.answers = answer_from(draw)
        for action in draw.choices(IDS, k=20):
            self.desk.commands.run(action)
            self.ledger.check()

    @rule(action=st.sampled_from(BLOCK_IDS), other=st.sampled_from(BLOCK_IDS))
    def run_with_a_block(self, action: str, other: str) -> None:
        """Two operations on the same block, which the drawn actions seldom meet."""
        self.desk.commands.run("block.bar")
        self.desk.commands.run(action)
        self.desk.commands.run(other)

    @rule(keys=st.lists(st.sampled_from([*NOTE_KEYS, *"AG7/%.", "enter", "tab", "backspace"]), max_size=8))
    def type(self, keys: list[str]) -> None:
        for key in keys:
            self.desk.commands.press(key, key if len(key) == 1 else None)

    @rule(rows=st.sampled_from([-200, -4, -1, 0, 1, 4, 200]), lanes=st.integers(-3, 3), mark=st.booleans())
    def go(self, rows: int, lanes: int, mark: bool) -> None:
        cursor = self.desk.view.cursor
        place = clamped(
            self.desk.document.song, Place(cursor.section, cursor.lane + lanes, cursor.row + rows)
        )
        self.desk.commands.moving.to(place, mark=mark and bool(self.desk.document.song.lanes))

    @rule(text=st.sampled_from(TEXTS))
    def paste(self, text: str) -> None:
        self.desk.commands.paste(text)

    @precondition(lambda self: self.desk.requests)
    @rule()
    def answer(self) -> None:
        request = self.desk.requests.pop()
        answer: Generated | Judged | Failed
        try:
            answer = FakeGenerator()(request, lambda *_: None, CancelToken())
        except ComposerError as error:
            answer = Failed(request, error.what, error.hint)
        self.desk.commands.generating.answered(answer)

    @invariant()
    def song_and_view_are_sound(self) -> None:
        if not hasattr(self, "desk"):
            return
        song, view = self.desk.document.song, self.desk.view
        assert apply(song, ReplaceSections(song.sections, song.order)).song == song
        assert clamped(song, view.cursor) == view.cursor
        assert view.marked is None or fits(song, view.marked)
        self.ledger.check()

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.walk()


AnyActions.TestCase.settings = settings(
    max_examples=100, stateful_step_count=40, phases=(Phase.explicit, Phase.generate)
)
test_any_actions = AnyActions.TestCase


KEYS = sorted({*ACTION_OF_KEY, *NOTE_KEYS, *"AG7%", "enter", "tab"} - {"ctrl+q", "ctrl+c"})


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_keys_never_crash_the_composer(seed: int) -> None:
    async with composing() as hands:
        draw = random.Random(seed)
        await hands.press(*draw.choices(KEYS, k=120))
        assert hands.app.is_running
        while hands.app.screen is not hands.composer:
            hands.app.pop_screen()
        hands.composer.document.undo()
