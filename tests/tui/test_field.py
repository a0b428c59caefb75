"""Lines to type in take a burst of keys in its order."""

from __future__ import annotations

from driving import composing
from textual.events import Key
from textual.widgets import Input

from tuicomposer.score.song import new_song


async def test_keys_of_one_burst_act_in_their_order() -> None:
    async with composing(new_song()) as hands:
        await hands.press("ctrl+t")
        field = hands.app.screen.query_one(Input)
        keys = ("ctrl+u", "9", "6", "backspace", "8", "home", "delete", "1", "end", "left", "0")
        for key in keys:
            field.post_message(Key(key, key if len(key) == 1 else None))
        await hands.until(lambda: field.value == "108")
        await hands.press("enter")
        assert hands.song.tempo == 108
