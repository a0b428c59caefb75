"""Digests of the manifests that this version of the program was released with."""

from __future__ import annotations

from typing import Final

TRUSTED: Final[frozenset[str]] = frozenset(
    {
        "d49e3fb49d8bd2243ea60ab35e19a475e73b6a08ad299dc0d2902dc34ccc50bf",  # chorale 1
    }
)
"""SHA-256 of each trusted ``manifest.json``; a manifest in turn names the digest of every file."""
