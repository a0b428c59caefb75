"""Digests of the manifests that this version of the program was released with."""

from __future__ import annotations

from typing import Final

TRUSTED: Final[frozenset[str]] = frozenset(
    {
        "5a53011bf4bb27e2db4c5018ff3def755978f4cffa19889d2f6d5f5137709d50",  # grid 4
        "5685d4432c4ff85a269ed4c4e7d54f02d70380ed9be9425cfab27118093320a0",  # likelihood 3, for a benchmark
        "e75f41548375a44ce5f2f7b9720fea28a0a9b0c582ed2eb15803ed9926b8d350",  # analyzer 1
        "66aafaff0765f873dea5449b538bc85c46fc9fbcebb9112aaa0d230b403b586e",  # jsb 2
        "8477875441686a1a343929318b24d59b535c0f0af08cb7d0f6e72cf3e6a98bc4",  # hearing 2
    }
)
"""SHA-256 of each trusted ``manifest.json``; a manifest in turn names the digest of every file."""
