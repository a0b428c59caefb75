"""Model folders that defend themselves: what they hold, and which of them are trusted."""
