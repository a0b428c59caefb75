"""Digests of the manifests that this version of the program was released with."""

from __future__ import annotations

from typing import Final

TRUSTED: Final[frozenset[str]] = frozenset(
    {
        "db7c38dfd6a217a624269f34d91bd42cb51ff573fd5afa6f60487681f609e3d1",  # grid 1
        "51b0277ff35a914bfadf4a47434350091b9e9f8998f5efdd9ce86bde3b3ce3a5",  # likelihood 1, for a benchmark
        "5880971d111d1a4795ed7a6174d96ca446c5ac92a22daf5fd7b946f7221054e4",  # analyzer 1
        "53a8443bc8fb732cd3cefa55072e7d1f25720af43ae47f660129a7800b456396",  # jsb 1
    }
)
"""SHA-256 of each trusted ``manifest.json``; a manifest in turn names the digest of every file."""
