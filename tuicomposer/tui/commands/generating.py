"""From "generate" to kept cells: dialog, work, candidates, verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tuicomposer.errors import ComposerError
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.messages import Failed, Generated, GenerateRequest, Judged, JudgeRequest, Progress
from tuicomposer.jobs.tasks import Task
from tuicomposer.score.document import Change
from tuicomposer.score.song import Place, Song
from tuicomposer.tui import plan as plans
from tuicomposer.tui import screens
from tuicomposer.tui.commands.desk import Desk, Handlers
from tuicomposer.tui.commands.playing import Playing
from tuicomposer.tui.cursor import tick_of
from tuicomposer.tui.ghost import Ghost, ghost_of, rebased


class Generating:
    """What happens between a wish and the cells that fulfil it."""

    def __init__(self, desk: Desk, playing: Playing) -> None:
        self._desk = desk
        self._playing = playing
        self._plan: plans.Plan | None = None
        self._judging: CancelToken | None = None
        self._tells = False  # Whether the next verdict is told, because a person asked for it.
        self._generating = CancelToken()
        self._awaited: GenerateRequest | None = None
        self._seed = 1
        self._model = ""
        self._note = ""

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        return {
            "generate.open": self._open,
            "generate.hear": self._hear,
            "generate.next": lambda: self._turn(1),
            "generate.previous": lambda: self._turn(-1),
            "generate.keep": self.keep,
            "generate.drop": self._drop,
            "generate.judge": self._judge_now,
        }

    # Asking -----------------------------------------------------------------------------

    def open_like(self, profile: str) -> None:
        """Open the dialog with the style profile of a name chosen."""
        self._open(profile)

    def _open(self, profile: str | None = None) -> None:
        desk, view = self._desk, self._desk.view
        if not desk.is_free():
            return
        song, section = desk.document.song, view.cursor.section
        style = self._plan.style if self._plan is not None else desk.ports.style_of(song)
        plan = plans.first_plan(song, section, view.marked, style, self._seed)
        if self._plan is not None:
            plan = replace(plan, verify=self._plan.verify, profile=self._plan.profile)
        if profile is not None:
            plan = replace(plan, profile=profile)
        model = self._model or desk.ports.generator_name()
        profiles = desk.ports.profiles()
        dialog = screens.GenerateDialog(song, plan, desk.ports.styles, model, view.marked, profiles=profiles)
        desk.ask(dialog, self._start)

    def _start(self, plan: plans.Plan) -> None:
        request = self._request(plan)
        if request is None:
            return
        self._plan, self._seed = plan, plan.seed + 1
        self._show(None)
        if self._desk.start_work("Generating", self._cancel):
            self._awaited = request
            self._generating = self._desk.submit(request)

    def _request(self, plan: plans.Plan) -> GenerateRequest | None:
        document = self._desk.document
        try:
            begun = plans.begin(document.song, plan)
            # Asked of the song as it will be, so that a refused plan changes nothing.
            profile = self._desk.ports.load_profile(plan.profile) if plan.profile else None
            self._desk.view.harmony = None if profile is None else profile.harmony
            request = plans.request_of(begun.song, document.revision, begun.plan, self._open_song, profile)
        except ComposerError as error:
            self._desk.refuse(error)
            return None
        if begun.edit is None:
            return request
        label = "Add bars" if plan.task is Task.CONTINUE else "Type melody and chords"
        if not self._desk.do(begun.edit, label):
            return None
        return replace(request, song=document.song, revision=document.revision)

    def _open_song(self, name: str) -> Song:
        return self._desk.ports.load_song(Path(name).expanduser())[0]

    def _cancel(self) -> None:
        self._awaited = None
        self._generating.cancel()

    def forget(self) -> None:
        """Expect no answers any more: the song they are about is no longer open."""
        self._awaited = None

    # Answers ----------------------------------------------------------------------------

    def answered(self, answer: object) -> None:
        """What the generator's worker sent."""
        match answer:
            case Progress(request, fraction, text) if request is self._awaited:
                self._desk.show_progress(fraction, text)
            case Generated(request=request) if request is self._awaited:
                self._end()
                self._take_name(answer)
                self._offer(answer)
            case Failed(request=request) if request is self._awaited:
                self._end()
                self._desk.refuse(ComposerError(answer.what, answer.hint))
            case Judged():
                self._judged(answer)
            case Failed(request=JudgeRequest(), cancelled=False) if self._desk.view.show_realness:
                self._desk.say(f"{answer.what} {answer.hint}".strip())

    def _end(self) -> None:
        self._awaited = None
        self._desk.end_work()

    def _take_name(self, answer: Generated) -> None:
        if answer.note and answer.note != self._note:
            self._desk.warn(answer.note)
        self._model, self._note = answer.model, answer.note

    def _offer(self, answer: Generated) -> None:
        ghost = ghost_of(answer)
        if ghost is None:
            self._desk.say("Nothing was found that fits; try other lanes or another seed.")
            return
        ghost, reason = rebased(ghost, self._desk.document.song)
        if ghost is None:
            self._desk.say(f"The candidates were dropped. {reason}")
            return
        self._show(ghost)
        if reason:
            self._desk.say(f"Some candidates were dropped. {reason}")

    # Candidates -------------------------------------------------------------------------

    def song_changed(self, change: Change) -> None:
        """Drop the candidates that no longer fit, and the verdict on cells that changed."""
        view = self._desk.view
        for place in change.touched.cells:
            view.realness.pop(place, None)
        if change.touched.structure:
            view.realness = {}
        if not view.show_realness:
            view.judged = None
        if view.ghost is None:
            return
        ghost, reason = rebased(view.ghost, change.song)
        if ghost is not view.ghost:
            self._show(ghost)
            self._desk.say(f"{'Some' if ghost else 'The'} candidates were dropped. {reason}")

    def keep(self) -> None:
        """Write the shown candidate as one step."""
        ghost = self._ghost()
        if ghost is None:
            return
        number, count = ghost.shown + 1, len(ghost.candidates)
        self._desk.view.ghost = None
        label = f"Keep candidate {number} of {count}"
        if self._desk.do(ghost.candidate.edit, label):
            self._desk.say(f"Kept candidate {number} of {count}. Ctrl+Z takes it back.")
            self._desk.view.realness.update(ghost.realness)
            self._desk.judge_soon()
        self._show(None)

    def _drop(self) -> None:
        if self._desk.cancel_work():
            return
        if self._desk.view.ghost is not None:
            self._show(None)
            self._desk.say("Discarded. The song is as it was.")
        elif self._desk.view.marked is not None or self._desk.view.query is not None:
            self._desk.view.selection.clear()
            self._desk.view.query = None
            self._desk.redraw()
        else:
            self._desk.close_banner()

    def _turn(self, by: int) -> None:
        ghost = self._ghost()
        if ghost is not None:
            self._show(ghost.turned(by))

    def _hear(self) -> None:
        ghost = self._ghost()
        if ghost is not None:
            region = ghost.request.region
            tick = tick_of(self._desk.document.song, Place(region.section, 0, region.start))
            self._playing.play(tick or 0)

    def _ghost(self) -> Ghost | None:
        ghost = self._desk.view.ghost
        if ghost is None and self._desk.is_free():
            self._desk.say("There is no candidate; Ctrl+G asks for some.")
        return ghost

    def _show(self, ghost: Ghost | None) -> None:
        self._desk.view.ghost = ghost
        self._desk.redraw()
        self._desk.sync_player()

    # The verdict ------------------------------------------------------------------------

    def judge(self) -> None:
        """Ask for the verdict on the section, in place of the one that is under way."""
        if self._judging is not None:
            self._judging.cancel()
        document, section = self._desk.document, self._desk.view.cursor.section
        self._judging = self._desk.submit(JudgeRequest(document.song, document.revision, section))

    def _judge_now(self) -> None:
        self._desk.view.show_realness = True
        self._desk.view.show_panel = True
        self._desk.say("Judging this section.")
        self._tells = True
        self.judge()

    def _judged(self, judged: Judged) -> None:
        if judged.request.song is not self._desk.document.song:
            return
        view = self._desk.view
        view.judged = judged
        others = {
            place: value for place, value in view.realness.items() if place.section != judged.request.section
        }
        view.realness = others | dict(judged.cells)
        if self._tells:
            self._tells = False
            self._desk.say(f"Realness of this section: {round(100 * judged.realness)} %.")
        self._desk.redraw()
