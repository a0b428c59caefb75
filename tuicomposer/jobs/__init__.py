"""Requests, results and the worker threads that turn the one into the other (standard library only)."""
