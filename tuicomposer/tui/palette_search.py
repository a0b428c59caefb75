"""How well an action fits what was typed into the palette: words that begin with it before all else."""

from __future__ import annotations

import re
from typing import Final

from tuicomposer.tui.action import Action
from tuicomposer.tui.block_menu import menu_keys

OTHER_NAMES: Final = {
    "write.history": "steps back",
    "move.find": "search",
    "generate.open": "compose harmonise accompany continue ai",
    "generate.judge": "rate check realness",
    "play.toggle": "start pause",
    "play.note": "preview audition hear",
    "play.row": "preview audition hear",
    "write.dot": "augmentation longer",
    "write.step": "skip edit",
    "view.more": "menu",
    "block.flip": "invert inversion mirror",
    "block.flip_scale": "invert inversion diatonic mirror",
    "play.loop": "repeat cycle",
    "play.tempo": "bpm speed",
    "play.metronome": "click",
    "play.record": "take punch",
    "song.save_as": "copy",
    "song.open": "load midi",
    "generate.profiles": "more like this learn style",
    "song.import": "audio wav mp3 transcribe",
    "song.analyze": "analyze key chords melody harmonise",
    "song.export": "render audio wav mp3 midi musicxml notation score",
    "song.title": "name rename",
    "song.key": "scale signature",
    "song.unsaved": "recover rescue crash lost",
    "song.versions": "backup backups restore previous",
    "song.revert": "restore reload",
    "song.quit": "exit close leave",
    "lane.open": "tracks mixer channels",
    "lane.add": "track channel new",
    "lane.remove": "delete track channel",
    "lane.rename": "track",
    "lane.lock": "protect freeze",
    "lane.instrument": "sound program patch",
    "form.open": "sections order arrangement structure",
    "form.remove": "delete",
    "form.meter": "time signature meter",
    "form.pickup": "upbeat anacrusis",
    "view.theme": "color theme dark light",
    "view.settings": "preferences options configuration",
    "view.tour": "tutorial introduction",
    "view.help": "keys shortcuts manual",
}
"""What else people call an action, by its id."""
_TITLE, _OTHER, _SENTENCE = 8.0, 6.0, 4.0
"""What it is worth that words begin as typed, by where they stand."""


def fitness(action: Action, keys: str, query: str, scattered: float) -> float:
    """How well an action fits a query; 0 where it does not.

    Args:
        action: The action.
        keys: Its keys, as a person reads them.
        query: What was typed.
        scattered: How well the letters of the query are found in the title or the keys; 0 where they
            are not.
    """
    menu = menu_keys(action.id)
    if menu and query.replace(" ", "") == menu.replace(" ", ""):
        return 2 * _TITLE + 1
    if query.casefold().replace(" ", "") in keys.casefold().split():
        return 2 * _TITLE
    found = [
        weight + fit
        for weight, text in (
            (_TITLE, action.title),
            (_OTHER, OTHER_NAMES.get(action.id, "")),
            (_SENTENCE, action.sentence),
        )
        if (fit := _begun(query, text))
    ]
    # Letters found here and there are worth less than any word.
    return max([*found, 3.0 * scattered / (1.0 + scattered)])


def _begun(query: str, text: str) -> float:
    """How exactly the words of a text begin with those of a query; 0 where one does not, 1.75 at most."""
    wanted, words = _words(query), _words(text)
    if not wanted or not all(any(word.startswith(one) for word in words) for one in wanted):
        return 0.0
    whole = all(one in words for one in wanted)
    return 0.25 + 0.25 * words[0].startswith(wanted[0]) + 0.5 * whole + 0.75 * (wanted == words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
