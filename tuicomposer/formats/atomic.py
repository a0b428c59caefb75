"""Replace a file in one step: whoever looks sees the old content or the new one, never a part."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

BACKUP_SUFFIX: Final = "~"
_NEW_FILE: Final = 0o666


def write(path: Path, data: bytes, *, backup: bool = False) -> None:
    """Write a file completely or not at all.

    A symbolic link keeps pointing where it points; its target is replaced. Permissions of an
    existing file are kept.

    Args:
        path: The file to write.
        data: Its new content.
        backup: Keep an existing file's content beside it, under its name with ``~`` after it.

    Raises:
        OSError: The file cannot be written; what was there is as it was.
    """
    target = Path(os.path.realpath(path))
    _check(target)
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    if backup and mode is not None:
        _replace(target.with_name(target.name + BACKUP_SUFFIX), target.read_bytes(), mode)
    _replace(target, data, mode)


def _check(target: Path) -> None:
    """Replacing needs no right to write the file itself, so ask for it; never replace a device."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(target))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; systems that cannot sync a folder do without."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
