"""``profile``: what music is like, counted in files, as wishes for new music."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tuicomposer.analyzer.profile_text import profile_lines
from tuicomposer.cli.say import ProgressLine, note, say
from tuicomposer.jobs.cancel import CancelToken
from tuicomposer.jobs.profile import StyleProfile, check_name
from tuicomposer.wiring.profiles import make_profile, open_profiles


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    kinds = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    make = kinds.add_parser("make", help="make a profile of recordings, MIDI files and projects together")
    make.add_argument("name", metavar="NAME", help="how it is to be called; one of that name is replaced")
    make.add_argument("files", metavar="FILE", type=Path, nargs="+", help="what it is made from")
    make.set_defaults(profile_action=_make)
    kinds.add_parser("list", help="name all profiles").set_defaults(profile_action=_list)
    rename = kinds.add_parser("rename", help="give one another name")
    rename.add_argument("name", metavar="NAME")
    rename.add_argument("new", metavar="NEW", help="its new name")
    rename.set_defaults(profile_action=_rename)
    for name, action, text in (("show", _show, "say what is in one"), ("remove", _remove, "remove one")):
        kind = kinds.add_parser(name, help=text)
        kind.add_argument("name", metavar="NAME")
        kind.set_defaults(profile_action=action)


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked of the profiles."""
    action: Callable[[argparse.Namespace], None] = arguments.profile_action
    action(arguments)
    return 0


def _make(arguments: argparse.Namespace) -> None:
    check_name(arguments.name)
    progress = ProgressLine()
    try:
        profile = make_profile(arguments.name, arguments.files, progress, CancelToken())
    finally:
        progress.clear()
    path = open_profiles().save(profile)
    say(f"{path}")
    _say(profile)


def _list(_: argparse.Namespace) -> None:
    profiles = open_profiles()
    if not profiles.names():
        note("There are no profiles yet; “profile make NAME FILE…” makes one.")
    for name in profiles.names():
        one = profiles.load(name)
        say(f"{name}  {one.files} files, {one.tempo:g} beats a minute, {one.meter}")


def _show(arguments: argparse.Namespace) -> None:
    _say(open_profiles().load(arguments.name))


def _rename(arguments: argparse.Namespace) -> None:
    open_profiles().rename(arguments.name, arguments.new)


def _remove(arguments: argparse.Namespace) -> None:
    open_profiles().remove(arguments.name)


def _say(profile: StyleProfile) -> None:
    for line in profile_lines(profile):
        say(line)
