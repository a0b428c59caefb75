"""Operations on the block: pitch, velocity, time, rows and bars, lanes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tuicomposer.errors import ComposerError, EditError, EntryError
from tuicomposer.score.blocks import lanes, pitches, rows, timing, velocities
from tuicomposer.score.blocks.block import Block, changes, kept_remark, locked_lanes
from tuicomposer.score.blocks.mask import Mask, masked
from tuicomposer.score.edits import Edit, ReplaceSections, SetCells
from tuicomposer.score.key import Key
from tuicomposer.score.song import Song
from tuicomposer.score.text import visible
from tuicomposer.tui import screens
from tuicomposer.tui.block_menu import BLOCK_MENU, MORE_MENU, Menu
from tuicomposer.tui.commands.desk import Desk, Handler, Handlers
from tuicomposer.tui.remarks import remark

Operation = Callable[[Song, Block], SetCells]


class Blocks:
    """What happens to the marked block, or to the cell under the cursor.

    Args:
        desk: The composer.
        run: Does what an action does.
    """

    def __init__(self, desk: Desk, run: Callable[[str], None]) -> None:
        self._desk = desk
        self._run = run
        self._menu: screens.BlockMenu | None = None

    @property
    def handlers(self) -> Handlers:
        """What each action does."""
        does, masks = self._does, self._masks
        return {
            "block.menu": lambda: self._open_menu(BLOCK_MENU),
            "view.more": lambda: self._open_menu(MORE_MENU),
            "block.mask": self._mask,
            "block.octave_up": does(lambda song, block: pitches.transposed(song, block, 12), "Octave higher"),
            "block.octave_down": does(
                lambda song, block: pitches.transposed(song, block, -12), "Octave lower"
            ),
            "block.scale_up": does(self._in_scale(1), "Up in the scale"),
            "block.scale_down": does(self._in_scale(-1), "Down in the scale"),
            "block.flip": masks(pitches.flipped, "Flip"),
            "block.flip_scale": masks(
                lambda song, block: pitches.flipped_in_scale(song, block, self._key()), "Flip in the scale"
            ),
            "block.runs": masks(self._runs, "Interpolate pitches"),
            "block.ramp": does(velocities.interpolated, "Interpolate velocity"),
            "block.loudness": self._loudness,
            "block.reverse": masks(self._reversed, "Reverse"),
            "block.double": does(timing.doubled, "Double", self._doubled),
            "block.halve": does(timing.halved, "Halve", self._halved),
            "block.later": does(lambda song, block: timing.shifted(song, block, 1), "Shift later", _moved(1)),
            "block.earlier": does(
                lambda song, block: timing.shifted(song, block, -1), "Shift earlier", _moved(-1)
            ),
            "block.swap": does(lanes.swapped, "Swap lanes"),
            "block.open_rows": does(rows.pushed_down, "Insert rows"),
            "block.close_rows": does(rows.pulled_up, "Delete rows"),
            "block.open_all": self._resizes(_all_opened, "Insert rows, all lanes"),
            "block.close_all": self._resizes(_all_closed, "Delete rows, all lanes"),
            "block.open_bars": self._resizes(rows.bars_inserted, "Insert bars"),
            "block.close_bars": self._resizes(rows.bars_removed, "Delete bars"),
        }

    def _open_menu(self, menu: Menu) -> None:
        self._menu = screens.BlockMenu(self._desk.view.mask, menu)
        self._desk.ask(self._menu, self._chosen)

    def _chosen(self, action: str) -> None:
        menu, self._menu = self._menu, None
        beyond = menu.beyond if menu is not None and action == "view.more" else ()
        # The second menu need not be shown where its letter is there already.
        chosen = MORE_MENU.letters.get(beyond[0] or "") if beyond else action
        if chosen is not None:
            self._run(chosen)

    def takes_for_menu(self, character: str | None) -> bool:
        """Whether a key in the grid was meant for the menu that is about to be there."""
        if self._menu is None or not self._menu.is_active:
            return False
        self._menu.take_early(character)
        return True

    def _does(
        self, operation: Operation, label: str, after: Callable[[Block], Block] = lambda block: block
    ) -> Handler:
        """An operation on cells; ``after`` tells where the block is then."""

        def run() -> None:
            song, block = self._desk.document.song, self._desk.view.chosen
            fallen = (
                rows.fallen(song, block) if operation is rows.pushed_down and self._open(song, block) else 0
            )
            if self._change(lambda: operation(song, block), label):
                self._put(block, after(block))
                self._desk.say(_report(song, block, label, fallen))

        return run

    def _masks(self, operation: Operation, label: str) -> Handler:
        """An operation on cells behind the mask."""
        return self._does(
            lambda song, block: masked(song, operation(song, block), self._desk.view.mask), label
        )

    def _resizes(self, operation: Callable[[Song, Block], ReplaceSections], label: str) -> Handler:
        """An operation that makes the section longer or shorter."""

        def run() -> None:
            song, block = self._desk.document.song, self._desk.view.chosen
            if self._change(lambda: operation(song, block), label):
                length = self._desk.document.song.sections[block.section].length
                self._desk.say(f"{label}: the section has {length} rows now.")

        return run

    def _change(self, make: Callable[[], Edit], label: str) -> bool:
        """Apply an edit as one step; whether something changed."""
        try:
            edit = make()
        except ComposerError as error:
            self._desk.refuse(error)
            return False
        if isinstance(edit, SetCells) and not changes(self._desk.document.song, edit):
            mask = self._desk.view.mask
            hint = f"The mask lets only {mask} change; \\ z changes it."
            why = kept_remark(self._desk.document.song, self._desk.view.chosen)
            did = f"{label} changes nothing here"
            self._desk.say(remark(did, kept=why) if mask is Mask.ALL else f"{did}. {hint}")
            return False
        return self._desk.do(edit, label)

    def _put(self, before: Block, block: Block) -> None:
        """Move what is marked, or the cursor, along with cells that moved."""
        view = self._desk.view
        if block == before:
            return
        if view.marked is None:
            self._desk.move(block.first)
        else:
            view.selection.place(block, stays=view.selection.stays or view.selection.marking)
            self._desk.move(block.first if view.cursor not in block else view.cursor)
            self._desk.redraw()

    @staticmethod
    def _open(song: Song, block: Block) -> bool:
        return len(locked_lanes(song, block)) < len(block.lanes)

    # The scale --------------------------------------------------------------------------

    def _in_scale(self, steps: int) -> Operation:
        return lambda song, block: pitches.transposed_in_scale(song, block, steps, self._key())

    def _runs(self, song: Song, block: Block) -> SetCells:
        return pitches.with_runs(song, block, self._key(), self._desk.view.step)

    def _key(self) -> Key:
        """The stated key, or else the one that was recognised.

        Raises:
            EditError: There is neither.
        """
        key = self._desk.view.key_in(self._desk.document.song)
        if key is None:
            raise EditError(
                "The song states no key, so there is no scale to follow.", "State one: Ctrl+P, Key…"
            )
        return key

    # The others -------------------------------------------------------------------------

    def _reversed(self, song: Song, block: Block) -> SetCells:
        only_velocity = self._desk.view.mask is Mask.VELOCITY
        return (velocities.backwards if only_velocity else timing.retrograde)(song, block)

    def _doubled(self, block: Block) -> Block:
        last = self._desk.document.song.sections[block.section].length - 1
        return replace(block, last_row=min(block.last_row + len(block.rows), last))

    def _halved(self, block: Block) -> Block:
        return replace(block, last_row=block.first_row + (len(block.rows) - 1) // 2)

    def _loudness(self) -> None:
        dialog = screens.Prompt("Scale velocities", "Percent, such as 80 or 120", "100", read_percent)

        def scale(text: str) -> None:
            percent = read_percent(text)
            self._does(lambda song, block: velocities.scaled(song, block, percent), "Scale velocities")()

        self._desk.ask(dialog, scale)

    def _mask(self) -> None:
        view = self._desk.view
        view.mask = view.mask.following
        self._desk.say(f"Typing, cut, clear, paste, flood, flip, reverse and interpolate change {view.mask}.")


def _moved(by: int) -> Callable[[Block], Block]:
    return lambda block: replace(block, first_row=block.first_row + by, last_row=block.last_row + by)


def _all_opened(song: Song, block: Block) -> ReplaceSections:
    return rows.rows_inserted(song, block.section, block.first_row, len(block.rows))


def _all_closed(song: Song, block: Block) -> ReplaceSections:
    return rows.rows_removed(song, block.section, range(block.first_row, block.last_row + 1))


def _report(song: Song, block: Block, label: str, fallen: int) -> str:
    return remark(label, fallen=fallen, kept=kept_remark(song, block))


def read_percent(text: str) -> int:
    """A percentage.

    Raises:
        EntryError: It is no whole number from 1 to 1000.
    """
    number = text.strip().removesuffix("%").strip()
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise EntryError(f"“{visible(text[:20])}” is no percentage.", "Write a whole number such as 80.")
    percent = int(number)
    if not 1 <= percent <= velocities.MAX_PERCENT:
        raise EntryError(f"{percent} % is out of range.", f"Write 1 to {velocities.MAX_PERCENT}.")
    return percent
