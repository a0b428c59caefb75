"""Digests of the manifests that this version of the program was released with."""

from __future__ import annotations

from typing import Final

TRUSTED: Final[frozenset[str]] = frozenset(
    {
        "c6854e2d7601a5b9a36fc2f0a14e87584e274f25b850b18e43723c9905373fb2",  # chorale 1
        "5880971d111d1a4795ed7a6174d96ca446c5ac92a22daf5fd7b946f7221054e4",  # analyzer 1
        "53a8443bc8fb732cd3cefa55072e7d1f25720af43ae47f660129a7800b456396",  # jsb 1
    }
)
"""SHA-256 of each trusted ``manifest.json``; a manifest in turn names the digest of every file."""
