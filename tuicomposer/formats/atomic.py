"""Replace a file in one step: whoever looks sees the old content or the new one, never a part."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

BACKUPS: Final = 5
"""Versions before the last that are kept of a file."""
_BACKUP_MARK: Final = "~"
_NEW_FILE: Final = 0o666


def write(path: Path, data: bytes, *, backups: int = 0) -> None:
    """Write a file completely or not at all.

    A symbolic link keeps pointing where it points; its target is replaced. Permissions of an
    existing file are kept.

    Args:
        path: The file to write.
        data: Its new content.
        backups: How many versions before this one to keep beside it, under its name with ``~1``
            (the newest), ``~2`` and so on after it.

    Raises:
        OSError: The file cannot be written; what was there is as it was.
    """
    target = Path(os.path.realpath(path))
    _check(target)
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    temporary = _written(target, data, mode)
    try:
        if backups and mode is not None and target.read_bytes() != data:
            _keep_version(target, backups)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def backup_path(path: Path, number: int) -> Path:
    """Where a version before is kept; number 1 is the newest."""
    return path.with_name(f"{path.name}{_BACKUP_MARK}{number}")


def original_of(path: Path) -> Path | None:
    """The file that a version before is of, by its name; ``None`` where the name is none of a version.

    >>> original_of(Path("air.tuic~3"))
    PosixPath('air.tuic')
    """
    name, mark, number = path.name.rpartition(_BACKUP_MARK)
    if not name or not mark or number not in map(str, range(1, BACKUPS + 1)):
        return None
    return path.with_name(name)


def backups_of(path: Path) -> tuple[Path, ...]:
    """The versions before that are there, the newest first; none of what has no name, such as ``/``."""
    try:
        real = Path(os.path.realpath(path))
    except (OSError, ValueError):
        return ()
    if not real.name:
        return ()
    return tuple(one for number in range(1, BACKUPS + 1) if (one := backup_path(real, number)).is_file())


def _keep_version(target: Path, count: int) -> None:
    """Move the versions before along by one; the oldest goes."""
    for number in range(count - 1, 0, -1):
        with suppress(FileNotFoundError):
            backup_path(target, number).replace(backup_path(target, number + 1))
    newest = backup_path(target, 1)
    try:
        os.link(target, newest)  # takes no room on the disk
    except OSError:
        newest.write_bytes(target.read_bytes())


def _check(target: Path) -> None:
    """Replacing needs no right to write the file itself, so ask for it; never replace a device."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(target))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _written(target: Path, data: bytes, mode: int | None) -> Path:
    """A new file beside the target, with all the data safely in it."""
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; systems that cannot sync a folder do without."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
