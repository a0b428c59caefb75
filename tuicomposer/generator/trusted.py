"""Digests of the manifests that this version of the program was released with."""

from __future__ import annotations

from typing import Final

TRUSTED: Final[frozenset[str]] = frozenset(
    {
        "5bf8b229e61c9a34af7f2c514338c232862a5771ff14241ed93804af8395fea3",  # chorale 1
    }
)
"""SHA-256 of each trusted ``manifest.json``; a manifest in turn names the digest of every file."""
