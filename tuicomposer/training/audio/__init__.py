"""Trains the network that hears recordings, on music that is rendered here with its labels."""
