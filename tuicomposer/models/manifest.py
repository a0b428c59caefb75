"""A model folder that defends itself: every file's digest, and the digest of the list of digests.

A folder is loaded only if its manifest is one the program (or its user) trusts and every file
is what the manifest says. Bytes are read once, checked, and the checked bytes are used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tuicomposer.errors import ModelError
from tuicomposer.score.text import visible

MANIFEST: Final = "manifest.json"
_MAX_BYTES: Final = 64 * 1024 * 1024
_RESTORE: Final = "Restore the folder from the release, or install the program again."


@dataclass(frozen=True, slots=True)
class VerifiedFolder:
    """The checked bytes of a model folder."""

    name: str
    digest: str
    """SHA-256 of the manifest."""
    files: dict[str, bytes]


def read_verified(folder: Path, trusted: Iterable[str]) -> VerifiedFolder:
    """Read a model folder and check all of it.

    Args:
        folder: The folder.
        trusted: SHA-256 digests of manifests that may be loaded.

    Raises:
        ModelError: Something is missing, altered, too large or not trusted.
    """
    manifest = _read(folder / MANIFEST, folder)
    digest = sha256(manifest).hexdigest()
    if digest not in set(trusted):
        raise ModelError(f"The model in {visible(str(folder))} is not one this program trusts.", _RESTORE)
    files = {}
    for name, expected in _digests(manifest, folder).items():
        content = _read(folder / name, folder)
        if sha256(content).hexdigest() != expected:
            raise ModelError(f"{visible(name)} in {visible(str(folder))} was altered or damaged.", _RESTORE)
        files[name] = content
    return VerifiedFolder(folder.name, digest, files)


def _read(path: Path, folder: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ModelError(f"{visible(path.name)} in {visible(str(folder))} is too large.", _RESTORE)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise ModelError(f"{visible(str(path))} cannot be read: {reason}.", _RESTORE) from error


def _digests(manifest: bytes, folder: Path) -> dict[str, str]:
    try:
        listed = json.loads(manifest)["files"]
        digests = {str(name): str(digest) for name, digest in listed.items()}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(f"The manifest in {visible(str(folder))} cannot be read.", _RESTORE) from error
    if any(name != Path(name).name for name in digests):
        raise ModelError(f"The manifest in {visible(str(folder))} names files elsewhere.", _RESTORE)
    return digests


def write_manifest(folder: Path) -> str:
    """List the digests of all files of a model folder; returns the digest of that list."""
    files = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST
    }
    content = json.dumps({"files": files}, indent=1).encode() + b"\n"
    (folder / MANIFEST).write_bytes(content)
    return sha256(content).hexdigest()
