"""Digests of the manifests that this version of the program was released with."""

from __future__ import annotations

from typing import Final

TRUSTED: Final[frozenset[str]] = frozenset()
"""SHA-256 of each trusted ``manifest.json``; a manifest in turn names the digest of every file."""
