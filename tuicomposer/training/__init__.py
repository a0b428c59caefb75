"""Corpora, datasets, training loops and evaluation of the models."""
