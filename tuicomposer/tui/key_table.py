"""The table of keys for the README, made from the registry of actions."""

from __future__ import annotations

from tuicomposer.tui.actions import ACTIONS, Group
from tuicomposer.tui.block_menu import MORE_MENU, all_keys

_ONLY_MORE = frozenset(MORE_MENU.letters.values())


def key_table() -> str:
    """A Markdown table of every action that has a key or a letter of the block menu, group by group."""
    lines = ["| | Action | Keys |", "|---|---|---|"]
    for group in Group:
        heading = f"**{group.value}**"
        for action in ACTIONS:
            keys = all_keys(action).replace("`", "`` ` ``").replace("\\", "\\\\").replace("|", "\\|")
            if action.group is group and (action.keys or (keys and action.id not in _ONLY_MORE)):
                lines.append(f"| {heading} | {action.title} | {keys} |")
                heading = ""
    return "\n".join(lines) + "\n"
