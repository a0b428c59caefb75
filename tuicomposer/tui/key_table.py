"""The table of keys for the README, made from the registry of actions."""

from __future__ import annotations

from tuicomposer.tui.actions import ACTIONS, Group
from tuicomposer.tui.block_menu import all_keys


def key_table() -> str:
    """A Markdown table of every action that has a key, group by group."""
    lines = ["| | Action | Keys |", "|---|---|---|"]
    for group in Group:
        heading = f"**{group.value}**"
        for action in ACTIONS:
            keys = all_keys(action).replace("`", "`` ` ``").replace("\\", "\\\\").replace("|", "\\|")
            if action.group is group and keys:
                lines.append(f"| {heading} | {action.title} | {keys} |")
                heading = ""
    return "\n".join(lines) + "\n"
