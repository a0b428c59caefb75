"""The song's form: sections and their order."""

from __future__ import annotations

from collections.abc import Callable

from tuicomposer.errors import ComposerError
from tuicomposer.score import form, order
from tuicomposer.score.edits import Edit, SetField
from tuicomposer.score.song import Place
from tuicomposer.score.swing import parse_swing
from tuicomposer.score.text import visible
from tuicomposer.tui import form_fields, screens
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers
from tuicomposer.tui.form_fields import FIELDS, Field


class Form:
    """What happens to the section of the cursor, and to the order."""

    def __init__(self, desk: Desk, run: Callable[[str], None]) -> None:
        self._desk = desk
        self._run = run

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "form.open": self._open,
            "form.add": lambda: self._make(form.added, "Add a section"),
            "form.duplicate": lambda: self._make(form.duplicated, "Duplicate a section"),
            "form.split": self._split,
            "form.join": self._join,
            "form.remove": self._remove,
            "form.song_swing": self._song_swing,
            **{f"form.{field.id}": self._asks(field) for field in FIELDS},
        }

    @property
    def passage(self) -> int | None:
        """Where in the order the section of the cursor is; ``None`` where it never sounds."""
        view = self._desk.view
        return order.passage_of(self._desk.document.song.order, view.cursor.section, view.passage)

    def go_to(self, section: int, passage: int | None = None) -> None:
        """Show a section, as one of the times at which it sounds."""
        view = self._desk.view
        if passage is not None:
            view.passage = passage
        if section != view.cursor.section:
            self._desk.move(Place(section, view.cursor.lane, 0))

    def set_field(
        self, field: Field, index: int, text: str, *, confirmed: bool = False
    ) -> ComposerError | None:
        """Change a field of a section; asks first where cells would be lost. Why it is refused, if it is."""
        song = self._desk.document.song
        try:
            section, lost = field.change(song.sections[index], text)
        except ComposerError as error:
            return error
        if lost and not confirmed:
            self._confirm(lost, lambda: self.set_field(field, index, text, confirmed=True))
        elif section != song.sections[index]:
            self._desk.do(form.with_section(song, index, section), f"Section {field.title.lower()}")
        return None

    def step_field(self, field: Field, index: int, by: int) -> None:
        """Change a field of a section one step up or down."""
        text = form_fields.stepped(self._desk.document.song, index, field, by)
        error = None if text is None else self.set_field(field, index, text)
        if error is not None:
            self._desk.refuse(error)

    def set_order(self, new: tuple[int, ...], label: str) -> None:
        """Let the sections sound in another order."""
        if new != self._desk.document.song.order:
            self._desk.do(SetField("order", new), label)

    def _open(self) -> None:
        self._desk.ask(screens.FormScreen(self._desk, self, self._run), lambda _: None)

    def _make(self, make: Callable[..., Edit], label: str) -> None:
        song, section, passage = self._desk.document.song, self._desk.view.cursor.section, self.passage
        if self._desk.do(make(song, section, passage), label):
            self.go_to(section + 1, len(song.order) if passage is None else passage + 1)
            name = visible(self._desk.document.song.sections[section + 1].name)
            self._desk.say(f"Section {name} is new.")

    def _split(self) -> None:
        song, cursor = self._desk.document.song, self._desk.view.cursor
        ringing = form.ringing(song.sections[cursor.section], cursor.row)
        passage = self.passage
        if self._try(lambda: form.split(song, cursor.section, cursor.row), "Split the section"):
            self.go_to(cursor.section + 1, None if passage is None else passage + 1)
            rang = "1 note ends" if ringing == 1 else f"{ringing} notes end"
            self._desk.say(f"Split in two. {rang} at the split." if ringing else "Split in two.")

    def _join(self) -> None:
        song, passage = self._desk.document.song, self.passage
        if passage is None:
            self._desk.say("This section is not in the song's order, so nothing follows it.")
        elif self._try(lambda: form.joined(song, passage), "Join two sections"):
            joined = self._desk.document.song.order
            at = sum(step < passage for step in _kept(song.order, passage))
            self.go_to(joined[min(at, len(joined) - 1)], min(at, len(joined) - 1))
            self._desk.say("Joined.")

    def _remove(self) -> None:
        song, section = self._desk.document.song, self._desk.view.cursor.section
        if self._try(lambda: form.removed(song, section), "Remove a section"):
            self._desk.say(f"Section {visible(song.sections[section].name)} is gone; Ctrl+Z brings it back.")

    def _try(self, make: Callable[[], Edit], label: str) -> bool:
        try:
            edit = make()
        except ComposerError as error:
            self._desk.refuse(error)
            return False
        return self._desk.do(edit, label)

    def _asks(self, field: Field) -> Handler:
        def ask() -> None:
            index = self._desk.view.cursor.section
            section = self._desk.document.song.sections[index]
            title = f"{field.title} of section {visible(section.name)}"
            prompt = screens.Prompt(
                title, field.hint, field.text(section), lambda text: field.change(section, text)
            )
            self._desk.ask(prompt, lambda text: self._told(self.set_field(field, index, text)))

        return ask

    def _told(self, error: ComposerError | None) -> None:
        if error is not None:
            self._desk.refuse(error)

    def _confirm(self, lost: int, then: Callable[[], ComposerError | None]) -> None:
        cells = "1 cell" if lost == 1 else f"{lost} cells"
        question = screens.Confirm(
            f"{cells} would be lost.", "They find no place there. Change the section all the same?",
            (("change", "Change it"),),
        )  # fmt: skip
        self._desk.ask(question, lambda _: self._told(then()))

    def _song_swing(self) -> None:
        swing = self._desk.document.song.swing
        hint = "50 (straight) to 75, or such as 62/16 to swing sixteenths"
        self._desk.ask(
            screens.Prompt("Song swing", hint, str(swing), parse_swing),
            self._set_song_swing,
        )

    def _set_song_swing(self, text: str) -> None:
        self._desk.do(SetField("swing", parse_swing(text)), "Swing")


def _kept(sounding: tuple[int, ...], passage: int) -> list[int]:
    """The passages that are still the beginning of one after those like a passage and its next are joined."""
    pair = sounding[passage : passage + 2]
    kept: list[int] = []
    at = 0
    while at < len(sounding):
        kept.append(at)
        at += 2 if sounding[at : at + 2] == pair else 1
    return kept
