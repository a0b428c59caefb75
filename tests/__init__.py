"""The tests; a package so that rooms share ``tests.strategies``."""
