"""The command palette: every action of the registry, found by its name, other names, keys or sentence."""

from __future__ import annotations

from functools import partial

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from tuicomposer.score.text import visible
from tuicomposer.settings.layouts import QWERTY, Layout
from tuicomposer.tui.actions import ACTIONS, BY_ID, Action, Group
from tuicomposer.tui.beneath import composer_of, leave_dialogs
from tuicomposer.tui.block_menu import all_keys, menu_keys
from tuicomposer.tui.keymap import PLAIN, Keymap
from tuicomposer.tui.keys import in_layout, key_list, piano_keys, played_instead
from tuicomposer.tui.palette_search import fitness

_FIRST = (Group.GENERATE, Group.PLAY, Group.SONG, Group.VIEW, Group.LANE)
LISTED = tuple(
    sorted(
        ACTIONS,
        key=lambda action: (
            action.held,
            _FIRST.index(action.group) if action.group in _FIRST else len(_FIRST),
        ),
    )
)
"""Every action; the most wanted groups first, what is meant to be held down last."""


def label(action: Action, keymap: Keymap = PLAIN, layout: Layout = QWERTY) -> str:
    """Title and first key of an action."""
    free = tuple(key for key in keymap.keys_of(action) if not played_instead(key, layout))
    keys = key_list(free[:1]) or menu_keys(action.id)
    if action.id == "write.note":
        keys = piano_keys(layout)
    return f"{action.title}  ({keys})" if keys else action.title


class ActionProvider(Provider):
    """Offers the registry to the palette."""

    _chosen = False
    """Whether an action was chosen."""

    async def discover(self) -> Hits:
        """All actions, before anything is typed."""
        for action in LISTED:
            yield DiscoveryHit(self._label(action), partial(self._run, action.id), help=action.sentence)

    async def search(self, query: str) -> Hits:
        """The actions whose title, other names, keys or sentence match; a sentence where none does."""
        matcher, found = self.matcher(query), False
        for action in LISTED:
            text = self._label(action)
            keys = all_keys(action, self._keymap)
            score = fitness(action, keys, query, max(matcher.match(text), matcher.match(keys)))
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(text), partial(self._run, action.id), help=action.sentence)

        if not found:
            nothing = Text(f"No action is found for “{visible(query)}”.")
            yield Hit(1.0, nothing, lambda: None, help="Try a word of what you want, such as tempo or save.")

    @property
    def _keymap(self) -> Keymap:
        composer = composer_of(self.app)
        return PLAIN if composer is None else composer.view.keymap

    def _label(self, action: Action) -> str:
        composer = composer_of(self.app)
        return label(action, self._keymap, QWERTY if composer is None else composer.view.entry.layout)

    def _run(self, action: str) -> None:
        composer = composer_of(self.app)
        # A burst of keys chooses more than once before the palette is gone.
        if not self._chosen and composer is not None:
            self._chosen = True
            leave_dialogs(self.app)
            if BY_ID[action].typed:
                composer.say(in_layout(BY_ID[action].sentence, composer.view.entry.layout))
            else:
                composer.action_run(action)
