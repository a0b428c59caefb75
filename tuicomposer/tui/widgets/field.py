"""A line to type in whose keys all act in the order in which they came."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.binding import BindingsMap
from textual.widgets import Input

_OWN: Final = BindingsMap(Input.BINDINGS)
"""What an input does itself; what it has from everything that scrolls is left to its screen."""


class Field(Input):
    """Textual's input, but Backspace, arrows and the like act at once, as letters do.

    There they act only after every other widget has had its say, so that of ``9 6 Backspace 8``, which a
    slow line delivers in one burst, the 8 comes before the Backspace.
    """

    async def _on_key(self, event: events.Key) -> None:
        # Other keys go on to Textual's own handler, which it calls by itself.
        if found := _OWN.key_to_bindings.get(event.key):
            event.stop()
            event.prevent_default()
            await self.run_action(found[0].action)
