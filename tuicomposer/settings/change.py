"""Changing one setting in a person's file, whose comments and order stay."""

from __future__ import annotations

from types import NoneType
from typing import get_args, get_type_hints

from tuicomposer.errors import SettingsError
from tuicomposer.settings.load import check_setting
from tuicomposer.settings.values import Settings

Value = str | int | float | bool
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def value_of(name: str, text: str) -> Value | None:
    """The value that a person typed for a setting; ``None``, the default, where they typed nothing.

    Raises:
        SettingsError: The setting cannot have that value.
    """
    words = text.strip()
    if not words:
        return None
    value = _read(name, words)
    try:
        check_setting(name, value)
    except ValueError as error:
        raise SettingsError(f"{name} cannot be “{ascii(words[:40])[1:-1]}”.", f"Use {error}.") from error
    return value


def _read(name: str, words: str) -> Value:
    hint = get_type_hints(Settings)[name]
    kinds = set(get_args(hint) or (hint,)) - {NoneType}
    if bool in kinds:
        return _WORDS.get(words.lower(), words)
    for kind in (int, float):
        if kind in kinds:
            try:
                return kind(words)
            except ValueError:
                return words
    return words


def changed_text(text: str, name: str, value: Value | None) -> str:
    """The text of a settings file with one setting changed, or, with ``None``, taken out.

    Raises:
        SettingsError: The text is no TOML, so that nothing in it can be changed safely.
    """
    import tomlkit  # noqa: PLC0415 - only who changes a setting needs it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        document = tomlkit.parse(text)
        if value is not None:
            document[name] = value
        elif name in document:
            document.remove(name)
        return tomlkit.dumps(document)
    except (TOMLKitError, RecursionError) as error:
        raise SettingsError(f"The settings file cannot be read: {error}.", "Mend that line first.") from error
