"""The generate dialog: what will be kept, what will be written, and the button."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Label, Select, Static

from tuicomposer.errors import ComposerError, EntryError
from tuicomposer.jobs.tasks import WORDS, Task
from tuicomposer.score.blocks.block import Block
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui.plan import (
    MAX_CANDIDATES,
    Plan,
    Wishes,
    begin,
    is_blank,
    lane_line,
    preset,
    request_of,
    summary,
    with_room,
)
from tuicomposer.tui.screens.dialog import Dialog, problem, words
from tuicomposer.tui.widgets.field import Field

MAX_SEED = 2**31 - 1
_FILL = "fill"
_FILL_WORDS = "Fill the chosen lanes"


class Tick(Checkbox):
    """A lane to choose; it shows without colours too whether it is chosen. Enter generates from here too."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.go", "Generate", show=False)]
    BUTTON_INNER = " "

    def watch_value(self) -> None:
        """Show the change before it is told."""
        self.BUTTON_INNER = _mark(self.value)
        super().watch_value()


def _mark(chosen: bool) -> str:
    return "✓" if chosen else " "


class GenerateDialog(Dialog[Plan]):
    """Shows a plan, lets the person change it, and answers with it.

    Args:
        song: The song as it is.
        plan: What is offered at first.
        styles: Names of the styles.
        model: What generates.
        block: The marked rectangle, which bounds what the tasks write.
        profiles: Names of the style profiles.
    """

    DEFAULT_CSS = """
    GenerateDialog > #box { width: 76; }
    GenerateDialog Horizontal.field { height: 1; }
    GenerateDialog Horizontal.gap { margin-top: 1; }
    GenerateDialog Label { width: 12; color: $text-muted; }
    GenerateDialog Label.short { width: auto; padding: 0 1 0 2; }
    GenerateDialog Input, GenerateDialog Input:focus {
        border: none; height: 1; padding: 0 1; background: $panel;
    }
    GenerateDialog Input:focus { background: $primary 30%; }
    GenerateDialog Input.number { width: 9; }
    GenerateDialog #verify { width: 26; margin-left: 2; }
    GenerateDialog Tick { width: 21; height: 1; margin-right: 1; border: none; padding: 0; }
    GenerateDialog Tick { background: $surface; }
    GenerateDialog Tick > .toggle--button { color: $surface; background: $panel; }
    GenerateDialog Tick:disabled:can-focus { opacity: 100%; }
    GenerateDialog Tick:disabled > .toggle--label { color: $foreground 80%; }
    GenerateDialog Tick.-on > .toggle--button { color: $success; background: $panel; }
    GenerateDialog Tick:focus > .toggle--label { background: $primary; color: $background; text-style: bold; }
    GenerateDialog Select { width: 24; height: 1; }
    GenerateDialog #task { width: 1fr; }
    GenerateDialog #wishes { height: auto; margin-top: 1; }
    GenerateDialog Input.half { width: 20; }
    GenerateDialog SelectCurrent { border: none; height: 1; background: $panel; padding: 0 1; }
    GenerateDialog .lane { color: $text-muted; width: 1fr; }
    GenerateDialog #summary { height: auto; margin-top: 1; color: $text; }
    """

    def __init__(
        self,
        song: Song,
        plan: Plan,
        styles: tuple[str, ...],
        model: str,
        block: Block | None = None,
        *,
        profiles: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self._song = song
        self._plan = plan
        self._styles = styles
        self._model = model
        self._block = block
        self._profiles = profiles
        self._blank = is_blank(song, plan.section)

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(id="box") as box:
            box.border_title = "Generate"
            box.border_subtitle = visible(self._model)
            if self._blank:
                yield from self._text_fields()
            else:
                yield from self._task_field()
            for index, lane in enumerate(self._song.lanes):
                with Horizontal(classes="field"):
                    name = Content(visible(lane.name)[:16])
                    chosen = index in self._plan.lanes
                    yield Tick(name, chosen, id=f"lane-{index}", disabled=lane.locked, compact=True)
                    yield Static(Content(""), classes="lane", id=f"line-{index}")
            yield from self._number_fields()
            yield from self._wish_fields()
            yield Static("", id="summary")
            yield problem()
            with Horizontal(classes="buttons"):
                yield Button("More", id="more", compact=True)
                yield Button("Generate", id="go", variant="primary", compact=True)
                yield Button("Leave", id="leave", compact=True)

    def _text_fields(self) -> ComposeResult:
        yield words("The grid is empty. Type a melody and chords, or one of them:")
        with Horizontal(classes="field gap"):
            yield Label("Melody")
            yield Field(id="melody", placeholder="C4:2 E4 G4 | A4:3 r   note:beats, r rests")
        with Horizontal(classes="field"):
            yield Label("Chords")
            yield Field(id="chords", placeholder="C | Am F | G7 | %   bars between |")
        yield words("")

    def _task_field(self) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Label("Task")
            tasks = [(_FILL_WORDS, _FILL), *((WORDS[task], task.value) for task in Task)]
            chosen = _FILL if self._plan.task is None else self._plan.task.value
            yield Select(tasks, value=chosen, allow_blank=False, id="task", compact=True)

    def _wish_fields(self) -> ComposeResult:
        wishes = self._plan.wishes
        with Vertical(id="wishes"):
            with Horizontal(classes="field"):
                yield Label("Density")
                yield Field(wishes.density, id="density", classes="number", placeholder="a beat")
                yield Label("Off the beat", classes="short")
                yield Field(wishes.syncopation, id="syncopation", classes="number", placeholder="0 to 1")
                yield Label("Surprise", classes="short")
                yield Field(wishes.surprise, id="surprise", classes="number", placeholder="0 to 1")
            with Horizontal(classes="field"):
                yield Label("Register")
                yield Field(wishes.register, id="register", classes="half", placeholder="+5, or Bass-12")
                yield Label("More like", classes="short")
                yield Field(wishes.like, id="like", classes="half", placeholder="bars 3-4, or a file")
            with Horizontal(classes="field"):
                yield Label("Profile")
                names = [("none", ""), *((visible(name), name) for name in self._profiles)]
                chosen = self._plan.profile if self._plan.profile in self._profiles else ""
                yield Select(names, value=chosen, allow_blank=False, id="profile", compact=True)

    def _number_fields(self) -> ComposeResult:
        plan = self._plan
        with Horizontal(classes="field gap"):
            yield Label("Bars")
            yield Field(str(plan.first_bar), id="first", classes="number", disabled=self._blank)
            yield Label("to", classes="short")
            yield Field(str(plan.last_bar), id="last", classes="number", disabled=self._blank)
            yield Label("Style", classes="short")
            names = [(visible(name), name) for name in self._styles]
            yield Select(names, value=plan.style, allow_blank=False, id="style", compact=True)
        with Horizontal(classes="field gap"):
            yield Label("Candidates")
            yield Field(str(plan.candidates), id="candidates", classes="number")
            yield Label("Seed", classes="short")
            yield Field(str(plan.seed), id="seed", classes="number")
            yield Tick("Listen to prove it", plan.verify, id="verify", compact=True)

    def on_mount(self) -> None:
        """Say what the plan does."""
        self.query_one("#melody" if self._blank else "#go").focus()
        self.query_one("#wishes").display = any(self._plan.wishes) or bool(self._plan.profile)
        self._describe()

    @on(Button.Pressed, "#more")
    def _more(self) -> None:
        wishes = self.query_one("#wishes")
        wishes.display = not wishes.display
        self.query_one("#density" if wishes.display else "#go").focus()

    @on(Select.Changed, "#task")
    def _preset(self, event: Select.Changed) -> None:
        task = None if event.value == _FILL else Task(str(event.value))
        if task is self._plan.task:
            return
        try:
            self._plan = preset(self._song, self._plan, task, self._block)
        except ComposerError as error:
            self._plan = replace(self._plan, task=task)
            self.refuse(error)
            return
        for index in range(len(self._song.lanes)):
            self.query_one(f"#lane-{index}", Tick).value = index in self._plan.lanes
        self.query_one("#first", Input).value = str(self._plan.first_bar)
        self.query_one("#last", Input).value = str(self._plan.last_bar)
        self._describe()

    @on(Input.Changed)
    @on(Checkbox.Changed)
    @on(Select.Changed, "#style")
    def _describe(self) -> None:
        try:
            plan = self._read()
            song = with_room(self._song, plan)
            lines = [lane_line(song, plan, index) for index in range(len(song.lanes))]
            text = summary(song, plan)
        except ComposerError as error:
            self.refuse(error)
            return
        for index, line in enumerate(lines):
            self.query_one(f"#line-{index}", Static).update(Content(line))
        self.query_one("#summary", Static).update(Content(text))
        self.query_one(".problem", Static).update("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Answer with the plan, if it can be carried out."""
        try:
            plan = self._read()
            self._check_texts(plan)
            begun = begin(self._song, plan)
            request_of(begun.song, 0, begun.plan)
        except ComposerError as error:
            self.refuse(error)
        else:
            self.dismiss(plan)

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.dismiss(None)

    def _check_texts(self, plan: Plan) -> None:
        if self._blank and not plan.melody.strip() and not plan.chords.strip():
            raise EntryError(
                "There is nothing to start from.", "Type a melody such as C4:2 E4 G4, or chords."
            )

    def _read(self) -> Plan:
        lanes = tuple(
            index
            for index in range(len(self._song.lanes))
            if self.query_one(f"#lane-{index}", Checkbox).value
        )
        first, last = self._number("first", 0, 9999), self._number("last", 0, 9999)
        same_bars = (first, last) == (self._plan.first_bar, self._plan.last_bar)
        return replace(
            self._plan,
            lanes=lanes,
            first_bar=first,
            last_bar=last,
            rows=self._plan.rows if same_bars else None,
            style=str(self.query_one("#style", Select).value),
            candidates=self._number("candidates", 1, MAX_CANDIDATES),
            seed=self._number("seed", 0, MAX_SEED),
            melody=self.query_one("#melody", Input).value if self._blank else "",
            chords=self.query_one("#chords", Input).value if self._blank else "",
            verify=self.query_one("#verify", Checkbox).value,
            profile=str(self.query_one("#profile", Select).value),
            wishes=Wishes(*(self.query_one(f"#{name}", Input).value for name in Wishes._fields)),
        )

    def _number(self, name: str, low: int, high: int) -> int:
        text = self.query_one(f"#{name}", Input).value.strip()
        if not (text.isascii() and text.isdigit() and len(text) < 12 and low <= int(text) <= high):
            raise EntryError(
                f"“{visible(text[:20])}” does not do here.", f"Write a number from {low} to {high}."
            )
        return int(text)
